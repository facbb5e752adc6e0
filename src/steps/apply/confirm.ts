/**
 * After apply: read every layer back, and the endings once more. Only then a grant counts as
 * opened. What is not as its warrant says is ended at once, and so is what was ended meanwhile.
 */
import { standOf } from '../../archive/grants.ts';
import type { Warrant } from '../../archive/records.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { applyLog } from '../plan-blobs.ts';
import { isOpening } from '../sweep/presence.ts';
import { appliedEntry } from '../sweep/settle.ts';
import { type ReadBack, readBack } from '../sweep/standing.ts';
import { sweep } from '../sweep/sweep.ts';
import type { World } from '../world.ts';
import type { Opening } from './opening.ts';
import { differences } from './read-back.ts';
import { reopen } from './reopen.ts';

export type Opened = { readonly opening: Opening; readonly warrant: Warrant };

export async function confirm(
  world: World,
  archive: Archive,
  done: {
    readonly openings: readonly Opening[];
    readonly warrants: readonly Warrant[];
    readonly log: string;
  },
): Promise<{ opened: Opened[]; problems: Problem[] }> {
  const blobs = await archive.keep([applyLog(done)]);
  const standing = await readBackOpen(world, archive, done.warrants);
  world.progress('read back every layer');
  const opened: Opened[] = [];
  const failed = new Map<string, string>();
  for (const [index, warrant] of done.warrants.entries()) {
    const opening = done.openings[index];
    const reason = await failureOf(archive, warrant, standing);
    if (reason !== undefined || !opening) {
      await archive.log({ kind: 'refused', grant: warrant.grant, body: { reason: reason ?? '' }, blobs });
      failed.set(warrant.grant, `opening failed: ${reason}`);
    } else {
      await archive.log({ ...appliedEntry(warrant), blobs });
      opened.push({ opening, warrant });
    }
  }
  return { opened, problems: await endFailed(world, archive, failed) };
}

/** An opening that was there already may have gone with the end of another grant, before that one knew of these. */
async function readBackOpen(world: World, archive: Archive, warrants: readonly Warrant[]): Promise<ReadBack> {
  const standing = await readBack(world.cloud, world.target, warrants);
  const whole = warrants.filter(({ resources }) => {
    const own = resources.filter((resource) => !isOpening(resource));
    return differences(own, standing).length === 0;
  });
  const { made } = await reopen(world, archive, { warrants: whole, standing });
  return made ? readBack(world.cloud, world.target, warrants) : standing;
}

async function failureOf(
  archive: Archive,
  warrant: Warrant,
  standing: ReadBack,
): Promise<string | undefined> {
  const { warrants, endings } = await archive.of(warrant.grant);
  if (standOf(warrants, endings) !== 'open')
    return `it was ended meanwhile: ${endings.at(-1)?.why ?? 'its warrant is gone'}`;
  const found = differences(warrant.resources, standing);
  return found.length === 0 ? undefined : found.join('; ');
}

async function endFailed(
  world: World,
  archive: Archive,
  failed: ReadonlyMap<string, string>,
): Promise<Problem[]> {
  if (failed.size === 0) return [];
  const { conclusions } = await sweep(world, archive, async () => ({ grants: failed, warning: undefined }));
  const open = new Map(
    conclusions.flatMap((one) => (one.state === 'residual' ? [[one.grant, one.open] as const] : [])),
  );
  return [...failed].map(([grant, reason]): Problem => {
    const left = open.get(grant);
    if (left)
      return {
        code: 'BG0706',
        severity: 'error',
        message: `${grant} is not proven closed: ${left.join('; ')}`,
      };
    return {
      code: 'BG0705',
      severity: 'error',
      message: `${grant}: ${reason}`,
      hint: 'what stood of it was ended',
    };
  });
}
