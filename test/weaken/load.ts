/** Loads modules of the product with one of its files in another wording. The product has no hook for this. */
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

export type Modules = {
  /** Paths from the root, as those of files that read otherwise. */
  readonly modules: readonly string[];
  /** Modules that the test has loaded itself, by name of their file: what was made with them is theirs. */
  readonly shared?: Readonly<Record<string, unknown>>;
};

/** Everything that the modules export. */
export async function load<T>(
  { modules, shared = {} }: Modules,
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
          on.onResolve({ filter: /\.ts$/ }, ({ path }) =>
            basename(path) in shared ? { path: basename(path), external: true } : undefined,
          );
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
  run((name: string) => shared[name] ?? require(name), module, module.exports);
  // The caller names the type of what the modules export.
  return module.exports as T;
}
