/** The archive of a target that was named on the line, or why there is none. */
import { join } from 'node:path';
import { directoryStore } from '../outside/directory-store.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { localTargets, targetFolder } from '../outside/local-folder.ts';
import type { Store } from '../ports.ts';
import { Outage } from '../problem/outage.ts';

/** Throws when this folder has no archive of it. Makes nothing. */
export async function openTargetStore(root: string, target: string): Promise<Store> {
  const local = localTargets(root);
  if (local.includes(target)) return directoryStore(join(targetFolder(root, target), 'archive'));
  throw await missing(root, target, local);
}

/** Loaded only here: what ends a grant needs no file of the repository, and no reader of files. */
async function missing(root: string, target: string, local: readonly string[]): Promise<Outage> {
  const { suggest } = await import('../grant/suggest.ts');
  const known = [...new Set([...local, ...(await targetsOfEstate(root))])].sort();
  if (known.includes(target)) {
    return new Outage(`target \`${target}\` has no archive in ${join(root, '.breakglass')}`, {
      hint: 'nothing was opened in it from here; `breakglass drill` shows a whole life in a copy',
    });
  }
  const guess = suggest(target, known);
  const names = known.length === 0 ? 'the estate names none' : `there is: ${known.join(', ')}`;
  return new Outage(`there is no target \`${target}\``, {
    hint: guess === undefined ? names : `did you mean \`${guess}\`?`,
  });
}

/** None when the estate cannot be read: the message then is about the archive alone. */
async function targetsOfEstate(root: string): Promise<string[]> {
  const { checkFiles } = await import('../grant/check.ts');
  try {
    return [...checkFiles(readWorkTree(findRoot(root))).estate.targets.keys()];
  } catch (error) {
    if (error instanceof Outage) return [];
    throw error;
  }
}
