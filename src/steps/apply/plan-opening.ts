/** A plan for what is wanted, reviewed; and its application, which throws never. */
import { standOf } from '../../archive/grants.ts';
import { addressOf, type Resource } from '../../grant/resources.ts';
import { readPlan } from '../../plan/changes.ts';
import { reviewOpening } from '../../plan/review.ts';
import type { SavedPlan } from '../../ports.ts';
import type { ProblemCode } from '../../problem/codes/codes.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { expectedOf, settingsOf } from '../settings.ts';
import { planPastLock } from '../state-lock.ts';
import type { World } from '../world.ts';
import { onceEach } from './opening.ts';

export type Reviewed = { readonly plan: SavedPlan; readonly problems: readonly Problem[] };

/** `undone`: why Terraform did not so much as begin. */
export type Applied = { readonly log: string; readonly undone?: ProblemCode };

/** The configuration holds what is live, from its warrants, and what is wanted; the plan only the latter. */
export async function planOpening(
  world: World,
  archive: Archive,
  wanted: readonly Resource[],
): Promise<Reviewed> {
  const { grants } = await archive.unfinished();
  const live = [...grants.values()]
    .filter(({ warrants, endings }) => standOf(warrants, endings) === 'open')
    .flatMap(({ warrants }) => warrants.at(-1)?.resources ?? []);
  const resources = onceEach([...live, ...wanted]);
  await world.terraform.prepare({ target: world.target, settings: settingsOf(archive.genesis), resources });
  world.progress(`planning ${wanted.length} ${wanted.length === 1 ? 'resource' : 'resources'}`);
  const plan = await planPastLock(world, archive, wanted.map(addressOf));
  world.progress('planned');
  const read = readPlan(plan.json);
  const problems = read.ok
    ? reviewOpening(read.value, wanted, expectedOf(world, archive.genesis))
    : read.problems;
  return { plan, problems };
}

/** A run of which nobody knows how far it came is read back like every other: what it did is what stands. */
export async function runPlan({ terraform }: World, plan: SavedPlan): Promise<Applied> {
  try {
    const { log, code } = await terraform.apply(plan);
    return code === 'BG0603' || code === 'BG0605' ? { log, undone: code } : { log };
  } catch (error) {
    const log = error instanceof Error ? error.message : String(error);
    const undone = error instanceof Outage ? error.code : undefined;
    return undone === undefined ? { log } : { log, undone };
  }
}
