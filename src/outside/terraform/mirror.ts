/**
 * Where a local target finds the AWS provider when no registry can be reached: a filesystem mirror
 * of the machine. A provider is a program that gets our credentials, so only folders count that
 * none but root can write.
 */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

const registry = 'registry.terraform.io';

const deepest = 4;

/** Folders that hold no files of their own. */
const virtual: ReadonlySet<string> = new Set(['/proc', '/sys', '/dev', '/run']);

/** How to search: below `root`, in folders of `owner` (user id), for at most `limit` milliseconds. */
export type Search = { readonly root: string; readonly owner: number; readonly limit: number };

const machine: Search = { root: '/', owner: 0, limit: 1000 };

/** The folder that holds `registry.terraform.io/hashicorp/aws`, named by the environment or found; or undefined. */
export async function findMirror(environment: Environment, search = machine): Promise<string | undefined> {
  const named = environment['BREAKGLASS_PROVIDER_MIRROR'];
  if (named !== undefined && named !== '') return (await holdsProvider(named)) ? named : undefined;
  const until = performance.now() + search.limit;
  let level = [search.root];
  for (let depth = 1; depth <= deepest && performance.now() < until; depth += 1) {
    const found = await firstMirror(level, search.owner);
    if (found !== undefined) return found;
    level = depth < deepest ? await below(level, { ...search, limit: until }) : [];
  }
  return undefined;
}

/** A CLI configuration that takes the provider from `mirror` and from nowhere else. */
export async function writeMirrorConfig(mirror: string, file: string): Promise<void> {
  const text = `provider_installation {\n  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ["hashicorp/aws"]\n  }\n}\n`;
  await writeFile(file, text);
}

async function firstMirror(folders: readonly string[], owner: number): Promise<string | undefined> {
  for (const folder of folders) {
    if (!(await isSafe(join(folder, registry), owner))) continue;
    if (await holdsProvider(folder)) return folder;
  }
  return undefined;
}

async function holdsProvider(folder: string): Promise<boolean> {
  const versions = await readdir(join(folder, registry, 'hashicorp', 'aws')).catch(() => []);
  return versions.length > 0;
}

/** The safe folders one level deeper, in the order of their names; `limit` is the instant to stop at. */
async function below(folders: readonly string[], search: Search): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    if (performance.now() > search.limit) break;
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
    const safe = await Promise.all(names.sort().map((name) => isSafe(name, search.owner)));
    found.push(...names.filter((name, index) => safe[index] && !virtual.has(name)));
  }
  return found;
}

async function isSafe(folder: string, owner: number): Promise<boolean> {
  const seen = await stat(folder).catch(() => undefined);
  return seen?.isDirectory() === true && seen.uid === owner && (seen.mode & 0o022) === 0;
}
