/**
 * Compiles the schemas while the program is bundled, so that no start pays for it: each module that
 * compiles them when it runs is replaced by one that exports the same `compiled` with the finished
 * functions behind it. A test compares what both say.
 */
import { dirname } from 'node:path';
import type { Ajv2020, CodeOptions } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { schemaCompiler as recordCompiler, schemas as records } from '../src/archive/compiled.ts';
import { schemaCompiler as fileCompiler } from '../src/grant/read/compiled.ts';
import { schemas as files } from '../src/grant/read/schema.ts';

type Compiled = {
  readonly kinds: readonly string[];
  readonly compiler: (code: CodeOptions) => Ajv2020;
  /** The function of ours that the finished ones call. */
  readonly imports: string;
};

const modules: Readonly<Record<string, Compiled>> = {
  'src/archive/compiled.ts': {
    kinds: Object.keys(records),
    compiler: recordCompiler,
    imports: "import { isInstant } from '../grant/lifetime.ts';",
  },
  'src/grant/read/compiled.ts': {
    kinds: Object.keys(files),
    compiler: fileCompiler,
    imports: "import { hasForm } from './forms.ts';",
  },
};

export const compiledSchemas: Plugin = {
  name: 'compiled-schemas',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/](archive|grant[\\/]read)[\\/]compiled\.ts$/ }, ({ path }) => {
      const module = Object.keys(modules).find((name) => path.replaceAll('\\', '/').endsWith(`/${name}`));
      const found = module === undefined ? undefined : modules[module];
      if (!found) throw new Error(`no schemas to compile for ${path}`);
      return { contents: moduleText(found), loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** Each kind becomes a function `kind_<kind>`; `compiled` finds it. */
function moduleText({ kinds, compiler, imports }: Compiled): string {
  const ajv = compiler({ source: true, esm: true });
  // Under Node's rules the default of a CommonJS module is what it exports, with its own default in it.
  const code = standalone.default(ajv, Object.fromEntries(kinds.map((kind) => [`kind_${kind}`, kind])));
  const table = `const all = { ${kinds.map((kind) => `${kind}: kind_${kind}`).join(', ')} };`;
  return [imports, code, table, 'export function compiled(kind) { return all[kind]; }'].join('\n');
}
