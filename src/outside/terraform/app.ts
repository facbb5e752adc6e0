/** The CDKTF app as a child process: the command line never loads cdktf itself. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Outage } from '../../problem/outage.ts';
import { runChild } from './run.ts';

const limit = 60_000;

/** Synthesizes the preview of the repository in `folder` into `out`. Exit code 3: some files are invalid. */
export async function runApp({
  folder,
  out,
  interrupted,
}: {
  readonly folder: string;
  readonly out: string;
  readonly interrupted: AbortSignal;
}): Promise<{ exitCode: number | undefined; log: string }> {
  const environment = { CDKTF_OUTDIR: out };
  const child = {
    file: process.execPath,
    args: [builtApp()],
    directory: folder,
    environment,
    limit,
    interrupted,
  };
  const { run } = await runChild(child);
  return { exitCode: run.exitCode, log: run.log };
}

/** Beside this file in the bundle; in `dist/` of the repository when run from source. */
export function builtApp(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'main.js'), join(here, '..', '..', '..', 'dist', 'main.js')];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Outage('the CDKTF app is not built', { code: 'BG0608', hint: 'run `npm run build`' });
}
