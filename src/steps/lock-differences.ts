/** Is AWS still what the lock file says? Asked before anything is opened; the differences are named. */
import type { Checked } from '../grant/check.ts';
import { compareLock } from '../grant/lock-compare.ts';
import type { Problem } from '../problem/problem.ts';
import { lockEstate } from './lock-estate.ts';
import type { World } from './world.ts';

/** Empty when nothing of this target is to be opened: then nothing depends on the lock file. */
export async function lockDifferences({ estate, sound }: Checked, world: World): Promise<Problem[]> {
  const lock = estate.locks.get(world.target);
  if (!lock || !sound.some(({ target }) => target.id === world.target)) return [];
  const found = await lockEstate(estate, world.target, world.cloud);
  const errors = found.problems.filter(({ severity }) => severity === 'error');
  if (!found.lock) return errors;
  return [...errors, ...compareLock(lock.value, found.lock, lock.place)];
}
