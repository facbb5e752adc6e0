/** A target that was not found, in the words of those who know which targets there are. */
import { join } from 'node:path';
import { checkFiles } from '../grant/check.ts';
import { suggest } from '../grant/suggest.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import { Outage } from '../problem/outage.ts';

/**
 * Undefined where the estate names the target as one whose archive is in AWS, or cannot be
 * read and nothing is like it: then there is nothing to say but what AWS said.
 */
export function missingTarget(root: string, target: string): Outage | undefined {
  const estate = targetsOfEstate(root);
  if (estate.get(target) === 's3') return undefined;
  if (estate.has(target)) {
    return new Outage(`target \`${target}\` has no archive in ${join(root, '.breakglass')}`, {
      hint: 'nothing was opened in it from here; `breakglass drill` shows a whole life in a copy',
    });
  }
  const known = [...new Set([...localTargets(root), ...estate.keys()])].sort();
  const guess = suggest(target, known);
  if (estate.size === 0 && guess === undefined) return undefined;
  const names = `there is: ${known.join(', ')}`;
  return new Outage(`there is no target \`${target}\``, {
    hint: guess === undefined ? names : `did you mean \`${guess}\`?`,
  });
}

/** Where each has its archive. None when the estate cannot be read. */
function targetsOfEstate(root: string): ReadonlyMap<string, 's3' | 'directory'> {
  try {
    const { targets } = checkFiles(readWorkTree(findRoot(root))).estate;
    return new Map([...targets].map(([name, { value }]) => [name, value.archive.kind]));
  } catch (error) {
    if (error instanceof Outage) return new Map();
    throw error;
  }
}
