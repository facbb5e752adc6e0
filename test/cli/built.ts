/** The program as it is shipped, built from the source at hand: a forgotten build passes no test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundleApp, bundleCli } from '../../scripts/bundles.ts';

export type Built = { readonly cli: string; readonly metafile: Metafile; remove(): void };

export async function build(): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-built-'));
  const outdir = join(folder, 'dist');
  const [metafile] = await Promise.all([bundleCli(outdir), bundleApp(outdir)]);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return { cli: join(outdir, 'cli.js'), metafile, remove: () => rmSync(folder, { recursive: true }) };
}
