/**
 * Removal: Terraform destroys exactly the addresses of what is over, by a plan that was reviewed.
 * Only for grants whose `cut` is in the archive: what is not recorded is not taken apart.
 */
import { addressOf } from '../../grant/resources.ts';
import { readPlan } from '../../plan/changes.ts';
import { reviewRemoval } from '../../plan/review.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive, NewBlob } from '../archive/archive.ts';
import { applyLog, planBlobs } from '../plan-blobs.ts';
import { expectedOf, settingsOf } from '../settings.ts';
import { planPastLock } from '../state-lock.ts';
import type { World } from '../world.ts';
import { adoptLost, type Doomed } from './adopt.ts';

export type Removal = {
  /** Addresses that are no longer in the state. */
  readonly gone: ReadonlySet<string>;
  /** Addresses that Terraform was told to destroy. */
  readonly destroyed: ReadonlySet<string>;
  /** What Terraform said; kept right before the records that name it, because without them it proves nothing. */
  readonly evidence: readonly NewBlob[];
  /** Why something is still there; undefined when nothing is. */
  readonly failure: string | undefined;
  readonly problems: readonly Problem[];
};

/** Never throws for Terraform's sake: a removal that failed is tried again by the next sweep. */
export async function remove(world: World, archive: Archive, wanted: Doomed): Promise<Removal> {
  const nothing = { gone: new Set<string>(), destroyed: new Set<string>(), evidence: [], problems: [] };
  if (wanted.doomed.length === 0) return { ...nothing, failure: undefined };
  try {
    return await destroy(world, archive, wanted);
  } catch (error) {
    return { ...nothing, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function destroy(world: World, archive: Archive, wanted: Doomed): Promise<Removal> {
  const { terraform, progress, target } = world;
  const addresses = [...new Set(wanted.doomed.map(addressOf))].sort();
  progress(`removing ${addresses.length} resources`);
  const input = { target, settings: settingsOf(archive.genesis), resources: [] };
  await terraform.prepare(input);
  const adopted = await adoptLost(world, archive, { ...wanted, input });
  const doomed = await inState(world, addresses);
  const common = { destroyed: new Set(doomed), problems: [] };
  if (doomed.length === 0) return { ...common, gone: new Set(addresses), evidence: [], failure: undefined };
  const plan = await planPastLock(world, archive, doomed);
  const read = readPlan(plan.json);
  const problems = read.ok
    ? reviewRemoval(read.value, doomed, expectedOf(world, archive.genesis))
    : read.problems;
  if (problems.length > 0) {
    const reasons = problems.map(({ message }) => message).join('; ');
    return {
      gone: new Set(),
      destroyed: new Set(),
      evidence: [],
      failure: `the plan would change something else: ${reasons}`,
      problems,
    };
  }
  const run = await terraform.apply(plan);
  const left = await inState(world, addresses);
  const gone = new Set(addresses.filter((address) => !left.includes(address)));
  const failure = left.length === 0 ? undefined : `Terraform left ${left.join(', ')} in its state`;
  return { ...common, gone, evidence: [...adopted, ...planBlobs(plan), applyLog(run)], failure };
}

async function inState(world: World, addresses: readonly string[]): Promise<string[]> {
  const state = new Set(await world.terraform.addresses());
  return addresses.filter((address) => state.has(address));
}
