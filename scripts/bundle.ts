/** `npm run build`: writes dist/ and removes parts of an earlier build. */
import { chmod, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleApp, bundleCli } from './bundles.ts';

const outdir = 'dist';

const metafiles = [await bundleApp(outdir), await bundleCli(outdir)];
const written = new Set(
  metafiles.flatMap(({ outputs }) => Object.keys(outputs).map((file) => basename(file))),
);
for (const file of await readdir(outdir)) {
  if (!written.has(file)) await rm(join(outdir, file), { recursive: true });
}
await chmod(join(outdir, 'cli.js'), 0o755);
