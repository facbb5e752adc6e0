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
});

test('what does not exist is found', () => {
  const page: Page = {
    path: 'docs/page.md',
    text: '# One\n[a](none.md) [b](#two) [c](#one) [d](../README.md)\n`breakglass vanish` `breakglass archive vanish`',
  };
  expect(linksOf(page).filter((target) => !leadsSomewhere(page, target))).toEqual(['none.md', '#two']);
  expect(codeOf(page).flatMap(commandIn).filter(exists)).toEqual([]);
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
