/** The documents: every link leads somewhere, every command exists, every dependency has its reason. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { program } from '../../../src/commands/program.ts';
import { anchorsOf, codeOf, linksOf, type Page, pages } from './documents.ts';

const all = pages();
const named = new Map(all.map((page) => [page.path, page]));

test('the pages are seen', () => {
  const paths = all.map(({ path }) => path);
  expect(paths).toContain('README.md');
  expect(paths).toContain('docs/reference/problems.md');
  expect(all.flatMap(linksOf).length).toBeGreaterThan(50);
});

describe.each(all)('$path', (page) => {
  test('every relative link and anchor leads somewhere', () => {
    const targets = linksOf(page).filter((target) => !/^https?:/.test(target));
    expect(targets.filter((target) => !leadsSomewhere(page, target))).toEqual([]);
  });

  test('every command that it names exists', () => {
    const commands = codeOf(page).flatMap(commandIn);
    expect(commands.filter((words) => !exists(words))).toEqual([]);
  });

  test('every flag of a command is one that it takes, and every script of npm is there', () => {
    expect(codeOf(page).flatMap(strangeIn)).toEqual([]);
  });
});

test('what does not exist is found', () => {
  const page: Page = {
    path: 'docs/page.md',
    text: '# One\n[a](none.md) [b](#two) [c](#one) [d](../README.md)\n`breakglass vanish` `breakglass archive vanish`',
  };
  expect(linksOf(page).filter((target) => !leadsSomewhere(page, target))).toEqual(['none.md', '#two']);
  expect(codeOf(page).flatMap(commandIn).filter(exists)).toEqual([]);
});

test.each([
  ['breakglass sweep --target prod-eu --dry-run', []],
  ['$ breakglass sweep --targt prod-eu -C .', ['--targt']],
  ['breakglass -C . status --json | head -n 1', []],
  ['cd x && FOO=1 breakglass archive show alba --tree --json', ['--tree']],
  ['npm ci && npm run drill', []],
  ['npm run dril; npm test; npm run test:weaken', ['npm run dril']],
  ['npx breakglass drill --json --fast', ['--fast']],
])('of %s what is strange is found', (code, strange) => {
  expect(strangeIn(code)).toEqual(strange);
});

test('command lines are seen', () => {
  const lines = all.flatMap(codeOf).flatMap(partsOf);
  expect(lines.filter((line) => commandIn(line).length > 0).length).toBeGreaterThan(60);
  expect(lines.filter((line) => line.startsWith('npm ')).length).toBeGreaterThan(10);
});

test('README names every command', () => {
  const readme = codeOf(pageAt('README.md')).flatMap(commandIn);
  const written = new Set(readme.map((words) => words.join(' ')));
  expect(leaves(cli()).filter((path) => !written.has(path))).toEqual([]);
});

test('every dependency has a line, and every line a dependency', () => {
  const { text } = pageAt('docs/decisions/003-dependencies.md');
  const lines = [...text.matchAll(/^\| `([^`]+)` \| .+ \| .+ \| .+ \|$/gm)].map(([, name = '']) => name);
  const wanted = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(lines.sort()).toEqual(wanted.sort());
});

test('every licence is the one that the package has', () => {
  const { text } = pageAt('docs/decisions/003-dependencies.md');
  const lines = [...text.matchAll(/^\| `([^`]+)` \| .+ \| (.+) \| .+ \|$/gm)];
  const stated = lines.map(([, name = '', licence = '']) => [name, licence]);
  const found = stated.map(([name = '']) => [name, licenceOf(name)]);
  expect(stated).toEqual(found);
});

test('every decision is in the list', () => {
  const listed = new Set(linksOf(pageAt('docs/decisions/README.md')));
  const decisions = all.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
  expect(
    decisions.map(({ path }) => path.split('/').at(-1)).filter((name) => !listed.has(name ?? '')),
  ).toEqual([]);
  expect(decisions.length).toBe(listed.size);
});

function leadsSomewhere({ path, text }: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const there = file === '' ? path : normalize(`${dirname(path)}/${file}`);
  if (there !== path && !existsSync(there)) return false;
  const page = there === path ? { path, text } : named.get(there);
  return anchor === undefined || (page !== undefined && anchorsOf(page).has(anchor));
}

/** The commands of one line of a shell, without what stands before their names. */
function partsOf(code: string): string[] {
  const parts = code.split(/ #|[;|]|&&/);
  return parts.map((part) => part.trim().replace(/^\$ |^([A-Z_]+=\S* )+|^npx (?=breakglass)/g, ''));
}

/** Flags that the command does not take, and scripts that package.json does not have. */
function strangeIn(code: string): string[] {
  return partsOf(code).flatMap((part) => {
    const [, script] = /^npm run ([a-z:]+)/.exec(part) ?? [];
    if (script !== undefined) return script in manifest.scripts ? [] : [`npm run ${script}`];
    const flags = [...part.matchAll(/(?<= )--?[A-Za-z][a-z-]*/g)].map(([flag]) => flag);
    const words = commandIn(part.replace(/^breakglass -C \S+ /, 'breakglass '))[0];
    const known = words && flagsOf(words);
    return known ? flags.filter((flag) => !known.has(flag)) : [];
  });
}

/** Those of the command and of all that it is part of. */
function flagsOf(words: readonly string[]): Set<string> {
  const way = [cli()];
  for (const word of words) way.push(...(way.at(-1)?.commands.filter((one) => one.name() === word) ?? []));
  const flags = way.flatMap(({ options }) => options.flatMap(({ long, short }) => [long, short]));
  return new Set([
    '--help',
    '-h',
    '--version',
    ...flags.filter((flag) => flag !== undefined && flag !== null),
  ]);
}

/** `[archive, show]` of `breakglass archive show <id>`; nothing for other code. */
function commandIn(code: string): string[][] {
  const [, first, second] =
    /^(?:breakglass|npx tsx src\/cli\.ts|node dist\/cli\.js) ([a-z]+)(?: ([a-z]+))?/.exec(code) ?? [];
  if (first === undefined) return [];
  const parent = cli().commands.find((command) => command.name() === first);
  return parent && parent.commands.length > 0 && second !== undefined ? [[first, second]] : [[first]];
}

function exists([first, second]: readonly string[]): boolean {
  const parent = cli().commands.find((command) => command.name() === first);
  return second === undefined ? parent !== undefined : leaves(cli()).includes(`${first} ${second}`);
}

function leaves(command: Command, parents: readonly string[] = []): string[] {
  return command.commands.flatMap((one) => {
    const path = [...parents, one.name()];
    return one.commands.length > 0 ? leaves(one, path) : [path.join(' ')];
  });
}

function cli(): Command {
  const nothing = () => undefined;
  return program({ write: { out: nothing, err: nothing }, run: async () => undefined });
}

function licenceOf(name: string): string {
  const { license }: { readonly license: string } = JSON.parse(
    readFileSync(`node_modules/${name}/package.json`, 'utf8'),
  );
  return license;
}

function pageAt(path: string): Page {
  const page = named.get(path);
  if (page === undefined) throw new Error(`there is no ${path}`);
  return page;
}
