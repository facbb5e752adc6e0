/** `fmt`: every YAML file in its one form, so that all diffs look alike. */
import { join, relative, resolve } from 'node:path';
import { formatFile } from '../grant/format.ts';
import { suggest } from '../grant/suggest.ts';
import type { SourceFile } from '../grant/written.ts';
import { findRoot, readWorkTree, writeWhole } from '../outside/files.ts';
import { Outage } from '../problem/outage.ts';
import type { Problem } from '../problem/problem.ts';
import { safe } from '../view/safe.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';

export async function fmt(
  named: readonly string[],
  { check = false }: Options,
  context: Context,
): Promise<Exit> {
  const root = findRoot(context.folder);
  const paths = new Map(named.map((name) => [relative(root, resolve(context.folder, name)), name]));
  const files = chosen(readWorkTree(root, ['estate', 'grants', 'playbooks']), paths).map(formatted);
  const problems = files.flatMap((file) => file.problems);
  const changed = files.filter(({ text, before }) => text !== before);
  context.begin();
  if (!check) for (const { path, text } of changed) await writeWhole(join(root, path), text);
  context.view.problems(problems);
  context.view.object('fmt', { check, changed: changed.map(({ path }) => path), problems });
  for (const { path } of changed) context.view.result(safe(`${check ? 'would change' : 'changed'} ${path}`));
  if (changed.length + problems.length === 0)
    context.view.result(`${plural(files.length, 'file')}, all in form`);
  return problems.length > 0 || (check && changed.length > 0) ? exit.files : exit.done;
}

type Formatted = { path: string; before: string; text: string; problems: readonly Problem[] };

/** A file that cannot be read stays as it is. */
function formatted({ path, bytes }: SourceFile): Formatted {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const result = formatFile(path, before);
  if (!result.ok) return { path, before, text: before, problems: result.problems };
  return { path, before, text: result.value, problems: [] };
}

/** YAML files only: the lock file is written by `estate lock` in its own form. `named`: as typed, by path. */
function chosen(files: readonly SourceFile[], named: ReadonlyMap<string, string>): SourceFile[] {
  const yaml = files.filter(({ path, mode }) => /\.ya?ml$/.test(path) && mode === 'file');
  const paths = yaml.map(({ path }) => path);
  const unknown = [...named].filter(([path]) => !paths.includes(path));
  if (unknown.length > 0) {
    const guess = unknown.map(([path]) => suggest(path, paths)).find((one) => one !== undefined);
    const hint =
      guess === undefined ? 'name YAML files, or none to take them all' : `did you mean \`${guess}\`?`;
    const typed = unknown.map(([, name]) => name).join(', ');
    throw new Outage(`no YAML file ${typed} below grants/, playbooks/ or estate/`, { hint });
  }
  return named.size === 0 ? yaml : yaml.filter(({ path }) => named.has(path));
}
