/**
 * Removal: Terraform destroys exactly the addresses of what is over, by a plan that was reviewed.
 * Only for grants whose `cut` is in the archive: what is not recorded is not taken apart.
 */
import type { BlobReference } from '../../archive/records.ts';
import { readPlan } from '../../plan/changes.ts';
import { reviewRemoval } from '../../plan/review.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { applyLog, planBlobs } from '../plan-blobs.ts';
import { expectedOf, settingsOf } from '../settings.ts';
import { planPastLock } from '../state-lock.ts';
import type { World } from '../world.ts';

export type Removal = {
  /** Addresses that are no longer in the state. */
  readonly gone: ReadonlySet<string>;
  readonly blobs: readonly BlobReference[];
  /** Why something is still there; undefined when nothing is. */
  readonly failure: string | undefined;
  readonly problems: readonly Problem[];
};

/** Never throws for Terraform's sake: a removal that failed is tried again by the next sweep. */
export async function remove(world: World, archive: Archive, addresses: readonly string[]): Promise<Removal> {
  const nothing = { gone: new Set<string>(), blobs: [], problems: [] };
  if (addresses.length === 0) return { ...nothing, failure: undefined };
  try {
    return await destroy(world, archive, addresses);
  } catch (error) {
    return { ...nothing, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function destroy(world: World, archive: Archive, addresses: readonly string[]): Promise<Removal> {
  const { terraform, progress, target } = world;
  progress(`removing ${addresses.length} resources`);
  await terraform.prepare({ target, settings: settingsOf(archive.genesis), resources: [] });
  const doomed = await inState(world, addresses);
  if (doomed.length === 0) return { gone: new Set(addresses), blobs: [], failure: undefined, problems: [] };
  const plan = await planPastLock(world, archive, doomed);
  const read = readPlan(plan.json);
  const problems = read.ok
    ? reviewRemoval(read.value, doomed, expectedOf(world, archive.genesis))
    : read.problems;
  if (problems.length > 0) {
    const reasons = problems.map(({ message }) => message).join('; ');
    return {
      gone: new Set(),
      blobs: [],
      failure: `the plan would change something else: ${reasons}`,
      problems,
    };
  }
  const run = await terraform.apply(plan);
  const left = await inState(world, addresses);
  const gone = new Set(addresses.filter((address) => !left.includes(address)));
  const failure = left.length === 0 ? undefined : `Terraform left ${left.join(', ')} in its state`;
  // Kept last, right before the records that name them: a blob that no entry names proves nothing.
  const blobs = failure === undefined ? await archive.keep([...planBlobs(plan), applyLog(run)]) : [];
  return { gone, blobs, failure, problems: [] };
}

async function inState(world: World, addresses: readonly string[]): Promise<string[]> {
  const state = new Set(await world.terraform.addresses());
  return addresses.filter((address) => state.has(address));
}
