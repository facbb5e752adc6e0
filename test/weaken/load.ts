/** Loads modules of the product with one of its files in another wording. The product has no hook for this. */
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

/** Everything that the modules export. Their paths, and those of files that read otherwise, are those from the root. */
export async function load<T>(
  modules: readonly string[],
  ...instead: readonly { readonly file: string; readonly text: string }[]
): Promise<T> {
  const contents = modules.map((path) => `export * from './${path}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    plugins: [
      {
        name: 'weakened',
        setup(on) {
          on.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const other = instead.find(({ file }) => file === relative(root, path));
            return other && { contents: other.text, loader: 'ts' };
          });
        },
      },
    ],
  });
  const module = { exports: {} };
  const run = new Function('require', 'module', 'exports', outputFiles[0]?.text ?? '');
  run(require, module, module.exports);
  // The caller names the type of what the modules export.
  return module.exports as T;
}
