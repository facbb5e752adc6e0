/**
 * Removal: Terraform destroys exactly the addresses of what is over, by a plan that was reviewed.
 * Only for grants whose `cut` is in the archive: what is not recorded is not taken apart.
 */
import { addressOf } from '../../grant/resources.ts';
import { readPlan } from '../../plan/changes.ts';
import type { Expected } from '../../plan/checks.ts';
import { reviewRemoval } from '../../plan/review.ts';
import type { SavedPlan } from '../../ports.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive, NewBlob } from '../archive/archive.ts';
import { applyLog, planBlobs } from '../plan-blobs.ts';
import { expectedOf, settingsOf } from '../settings.ts';
import { planPastLock } from '../state-lock.ts';
import type { World } from '../world.ts';
import { adoptLost, type Doomed } from './adopt.ts';
import { idOfWanted, isOpening } from './presence.ts';

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

/** `needed`: the openings that live warrants name at this moment; throws where nobody can say. */
export type Wanted = Doomed & { readonly needed: () => Promise<ReadonlySet<string>> };

/** Never throws for Terraform's sake: a removal that failed is tried again by the next sweep. */
export async function remove(world: World, archive: Archive, wanted: Wanted): Promise<Removal> {
  const nothing = { gone: new Set<string>(), destroyed: new Set<string>(), evidence: [], problems: [] };
  if (wanted.doomed.length === 0) return { ...nothing, failure: undefined };
  const { progress, target, terraform } = world;
  try {
    const { size } = new Set(wanted.doomed.map(addressOf));
    progress(`removing ${size} ${size === 1 ? 'resource' : 'resources'}`);
    const input = { target, settings: settingsOf(archive.genesis), resources: [] };
    await terraform.prepare(input);
    const adopted = await adoptLost(world, archive, { ...wanted, input });
    const removal = await destroy(world, archive, wanted, attempts);
    return { ...removal, evidence: [...adopted, ...removal.evidence] };
  } catch (error) {
    return { ...nothing, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** How often a plan is made anew that another run has overtaken. */
const attempts = 3;

/**
 * The warrants are read between plan and apply: an opening that is wanted by then stays, and whoever
 * opens on it later changes the state first, which makes this plan stale, or finds it gone.
 */
async function destroy(world: World, archive: Archive, wanted: Wanted, left: number): Promise<Removal> {
  const addresses = [...new Set(wanted.doomed.map(addressOf))].sort();
  const doomed = await inState(world, addresses);
  const none = { gone: new Set<string>(), destroyed: new Set<string>(), evidence: [], problems: [] };
  if (doomed.length === 0) return { ...none, gone: new Set(addresses), failure: undefined };
  const plan = await planPastLock(world, archive, doomed);
  const problems = reviewed(plan, doomed, expectedOf(world, archive.genesis));
  if (problems.length > 0) {
    const reasons = problems.map(({ message }) => message).join('; ');
    return { ...none, failure: `the plan would change something else: ${reasons}`, problems };
  }
  const needed = await wanted.needed();
  const free = wanted.doomed.filter((resource) => !(isOpening(resource) && needed.has(idOfWanted(resource))));
  if (free.length < wanted.doomed.length) return destroy(world, archive, { ...wanted, doomed: free }, left);
  const run = await world.terraform.apply(plan);
  if (run.code === 'BG0603' && left > 1) return destroy(world, archive, wanted, left - 1);
  const evidence = [...planBlobs(plan), applyLog(run)];
  return { ...none, destroyed: new Set(doomed), evidence, ...(await outcome(world, addresses)) };
}

function reviewed(plan: SavedPlan, doomed: readonly string[], expected: Expected): readonly Problem[] {
  const read = readPlan(plan.json);
  return read.ok ? reviewRemoval(read.value, doomed, expected) : read.problems;
}

async function outcome(
  world: World,
  addresses: readonly string[],
): Promise<Pick<Removal, 'gone' | 'failure'>> {
  const left = await inState(world, addresses);
  const gone = new Set(addresses.filter((address) => !left.includes(address)));
  return { gone, failure: left.length === 0 ? undefined : `Terraform left ${left.join(', ')} in its state` };
}

async function inState(world: World, addresses: readonly string[]): Promise<string[]> {
  const state = new Set(await world.terraform.addresses());
  return addresses.filter((address) => state.has(address));
}
