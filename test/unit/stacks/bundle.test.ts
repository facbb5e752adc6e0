import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleApp, bundleCli } from '../../../scripts/bundles.ts';
import { synthesize } from '../../../stacks/synthesize.ts';
import { sampleGrant, sampleInput } from './sample.ts';

const scratch = mkdtempSync(join(tmpdir(), 'breakglass-bundle-'));
const input = sampleInput(sampleGrant('2026-11-22-orders-read-alba'));
let app: Metafile;
let cli: Metafile;

beforeAll(async () => {
  [app, cli] = await Promise.all([bundleApp(join(scratch, 'dist')), bundleCli(join(scratch, 'dist'))]);
  writeFileSync(join(scratch, 'dist', 'package.json'), '{"type":"module"}');
});

afterAll(() => rmSync(scratch, { recursive: true }));

const holdsCdktf = (file: string) => /node_modules\/(cdktf|constructs|@cdktf)\/|^stacks\//.test(file);

function imports(metafile: Metafile): string[] {
  const outside = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return outside.filter(({ external }) => external).map(({ path }) => path);
}

describe('the bundles', () => {
  test('the command line holds no cdktf, the app does', () => {
    expect(Object.keys(app.inputs).filter(holdsCdktf).length).toBeGreaterThan(100);
    expect(Object.keys(cli.inputs).length).toBeGreaterThan(3);
    expect(Object.keys(cli.inputs).filter(holdsCdktf)).toEqual([]);
  });

  test('neither needs node_modules', () => {
    const modules = [...imports(app), ...imports(cli)].filter((path) => !/^node:|^[a-z_/0-9]+$/.test(path));
    expect(modules).toEqual([]);
  });

  test('the provider package is loaded by deep paths only', () => {
    const loaded = Object.keys(app.inputs).filter((file) => file.includes('@cdktf/provider-aws'));
    expect(loaded.length).toBeLessThan(10);
  });
});

describe('the app from its bundle', () => {
  const environments: Record<string, string>[] = [
    {},
    { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { HOME: '/nonexistent', PATH: '' },
  ];

  test.each(environments)(
    'writes the same bytes as from source, in another folder with %o',
    (environment) => {
      const folder = mkdtempSync(join(scratch, 'run-'));
      mkdirSync(join(folder, 'deeper'));
      const file = join(folder, 'deeper', 'input.json');
      writeFileSync(file, JSON.stringify(input));
      const env = { ...environment, CDKTF_OUTDIR: 'elsewhere' };
      execFileSync(process.execPath, [join(scratch, 'dist', 'main.js'), file], {
        cwd: folder,
        env,
        timeout: 60_000,
      });
      synthesize([input], join(folder, 'source'));
      const [bundled, source] = ['elsewhere', 'source'].map((outdir) =>
        readFileSync(join(folder, outdir, 'stacks', 'prod-eu', 'cdk.tf.json'), 'utf8'),
      );
      expect(bundled).toBe(source);
      expect(bundled).not.toContain(scratch);
    },
  );
});
