/** What goes into dist/: the command line in parts that load when needed, and the CDKTF app in one file. */
import { type BuildOptions, build, type Metafile } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };
import { compiledSchemas } from './compiled-schemas.ts';
import { literalKeys } from './literal-keys.ts';

/** Some dependencies are CommonJS and call `require` for modules of Node; ESM has none. */
const requireBanner =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  plugins: [compiledSchemas, literalKeys],
  metafile: true,
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  define: { BREAKGLASS_VERSION: JSON.stringify(manifest.version) },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Writes `main.js`, the CDKTF app; it needs no node_modules. */
export async function bundleApp(outdir: string): Promise<Metafile> {
  const entryPoints = { main: 'main.ts' };
  const { metafile } = await build({ ...common, outdir, entryPoints, banner: { js: requireBanner } });
  return metafile;
}

/**
 * Writes `cli.js` and its parts. Never holds cdktf: the command line runs `main.js` as a child.
 * Split, so that `--help` loads little; throws when `src/cli.ts` is missing.
 */
export async function bundleCli(outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    outdir,
    entryPoints: { cli: 'src/cli.ts' },
    splitting: true,
    chunkNames: 'cli-[hash]',
    banner: { js: requireBanner },
  });
  return metafile;
}
