/** What is loaded before a command is chosen, and by commands that must answer at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, build } from './built.ts';

let built: Built;
beforeAll(async () => {
  built = await build();
}, 60_000);
afterAll(() => built.remove());

type Output = Built['metafile']['outputs'][string];

function outputs(): [string, Output][] {
  return Object.entries(built.metafile.outputs);
}

/** The part of the bundle that a module of ours became the entry of. */
function partOf(module: string): string {
  const found = outputs().find(([, { entryPoint }]) => entryPoint === module);
  if (!found) throw new Error(`no part begins with ${module}`);
  return found[0];
}

/** All modules that are loaded with a part, before anything of it runs. */
function loadedWith(part: string): string[] {
  const seen = new Set<string>();
  const follow = (name: string) => {
    const output = built.metafile.outputs[name];
    if (!output || seen.has(name)) return;
    seen.add(name);
    for (const { path, kind } of output.imports) if (kind === 'import-statement') follow(path);
  };
  follow(part);
  return [...seen].flatMap((name) => Object.keys(built.metafile.outputs[name]?.inputs ?? {}));
}

function packages(modules: readonly string[]): string[] {
  const names = modules.flatMap((module) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1] ?? []);
  return [...new Set(names)].sort();
}

test('help loads commander and what says it, and no command', () => {
  const modules = loadedWith(partOf('src/cli.ts'));
  expect(packages(modules)).toEqual(['commander', 'fastest-levenshtein', 'picocolors']);
  expect(modules).toContain('src/commands/program.ts');
  expect(modules.filter((module) => /^src\/(steps|archive|plan|local|functions)\//.test(module))).toEqual([]);
  expect(modules.filter((module) => /^src\/outside\//.test(module)).sort()).toEqual([
    'src/outside/ask.ts',
    'src/outside/clock.ts',
    'src/outside/files.ts',
    'src/outside/system-errors.ts',
  ]);
});

test.each([
  'src/commands/status.ts',
  'src/commands/validate.ts',
  'src/commands/plan.ts',
  'src/commands/fmt.ts',
  'src/commands/archive-verify.ts',
  'src/commands/archive-show.ts',
  'src/commands/synth.ts',
])('%s loads neither the SDK nor what starts children', (module) => {
  const loaded = packages(loadedWith(partOf(module)));
  expect(loaded.filter((name) => /^@aws-sdk|^@smithy|^execa$|^cdktf$/.test(name))).toEqual([]);
});

test('what ends access loads no client before it asks', () => {
  const loaded = packages(loadedWith(partOf('src/commands/sweep.ts')));
  expect(loaded.filter((name) => /^@aws-sdk|^@smithy/.test(name))).toEqual([]);
});
