/**
 * Planning past a lock on the state that was left behind. A lock is taken away only when nobody can
 * be behind it, and that is written down; everybody else is waited for. Cutting comes before all
 * planning and asks for no lock.
 */
import { formatInstant, type Instant, minute } from '../grant/lifetime.ts';
import type { SavedPlan, StateLock } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import type { Archive } from './archive/archive.ts';
import type { World } from './world.ts';

/**
 * No run of ours holds the lock for as long: planning may take 10 minutes, applying 30, a run that is
 * stopped half a minute more, and waiting for the lock 10 seconds. A test compares it with those limits.
 */
export const longestRun = 41 * minute;

/** Plans; when the state is locked and the lock is left over, clears it and plans once more. Throws `Outage`. */
export async function planPastLock(
  world: World,
  archive: Archive,
  addresses: readonly string[],
): Promise<SavedPlan> {
  try {
    return await world.terraform.plan(addresses);
  } catch (error) {
    if (!(error instanceof Outage) || error.code !== 'BG0605') throw error;
  }
  await clearLock(world, archive);
  return world.terraform.plan(addresses);
}

/** Why the lock's owner cannot go on; undefined when it may. */
export function knownGone({ owner, created }: StateLock, now: Instant): string | undefined {
  if (owner === 'gone') return 'its process is gone from this machine';
  // A process that is there may have slept, with its machine, for longer than any limit.
  if (owner === 'alive' || now - created <= longestRun) return undefined;
  return `it is older than ${longestRun / minute} minutes, and no run takes as long`;
}

/** Takes a lock away that was left behind, and writes that down; throws `Outage` (BG0605) while somebody may be behind it. */
export async function clearLock(world: World, archive: Archive): Promise<void> {
  const { terraform, progress, target, clock } = world;
  const lock = await terraform.heldBy();
  if (lock === undefined) return;
  const why = knownGone(lock, clock.now());
  if (why === undefined) {
    const held = heldOutage(target, lock, clock.now());
    progress(`${held.message}; ${held.hint}`);
    throw held;
  }
  progress(`${inWords(target, lock)}; taking that lock away: ${why}`);
  await terraform.unlock(lock);
  const { id, who, operation } = lock;
  const body = { id, who, operation, created: formatInstant(lock.created), why };
  await archive.log({ kind: 'unlocked', grant: null, body });
}

/** The message stays the same while the lock does, so that a sweep which changes nothing records nothing. */
function heldOutage(target: string, lock: StateLock, now: Instant): Outage {
  const age = `${Math.max(0, Math.round((now - lock.created) / minute))} min ago`;
  const hint =
    lock.owner === 'alive'
      ? `that run began ${age} and is still under way on this machine: wait for it, then run the same command again`
      : `that run began ${age} and may still be under way: wait for it, then run the same command again; a lock older than ${longestRun / minute} min is taken away without being asked for`;
  return new Outage(inWords(target, lock), { code: 'BG0605', hint });
}

function inWords(target: string, { who, operation, created }: StateLock): string {
  const doing = operation.replace(/^OperationType/, '').toLowerCase();
  return `the state of ${target} is locked by ${who || 'somebody'} (${doing || 'unknown'}) since ${formatInstant(created)}`;
}
