/**
 * Openings that live warrants name and that are gone: made again, by a reviewed plan for exactly
 * these. Grants share openings, so the end of one can close what another has begun to use; of all
 * that a grant has, this alone comes back, because by itself it permits nothing.
 */
import type { Warrant } from '../../archive/records.ts';
import { addressOf, type Resource } from '../../grant/resources.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { applyLog, planBlobs } from '../plan-blobs.ts';
import { presenceOf } from '../sweep/presence.ts';
import { listStanding, type Standing } from '../sweep/standing.ts';
import { groupsOf, openingsOf } from '../sweep/work.ts';
import type { World } from '../world.ts';
import { onceEach } from './opening.ts';
import { planOpening, runPlan } from './plan-opening.ts';

export type Reopened = { readonly made: boolean; readonly problems: readonly Problem[] };

/** Never throws for Terraform's sake: what is still missing is made by the next apply. */
export async function reopen(
  world: World,
  archive: Archive,
  { warrants, standing }: { readonly warrants: readonly Warrant[]; readonly standing: Standing },
): Promise<Reopened> {
  if (missing(warrants, standing).length === 0) return { made: false, problems: [] };
  for (let tries = 1; ; tries += 1) {
    const reopened = await reopenOnce(world, archive, warrants);
    // A run beside this one, which removes it at this moment, has overtaken the plan or holds the state.
    if (reopened.problems.length === 0 || tries === 3) return reopened;
  }
}

async function reopenOnce(world: World, archive: Archive, warrants: readonly Warrant[]): Promise<Reopened> {
  // Our tag can be taken off a rule: it is looked for in its group before it is called gone.
  const groups = [...new Set(warrants.flatMap(groupsOf))];
  const gone = missing(warrants, await listStanding(world.cloud, world.target, groups));
  if (gone.length === 0) return { made: false, problems: [] };
  const names = gone.map(addressOf);
  world.progress(`making again what live grants need: ${names.join(', ')}`);
  try {
    const { plan, problems } = await planOpening(world, archive, gone);
    if (problems.length > 0) return { made: false, problems };
    const { log } = await runPlan(world, plan);
    const left = missing(warrants, await listStanding(world.cloud, world.target, groups));
    if (left.length > 0) return failed(left, log);
    const blobs = await archive.keep([...planBlobs(plan), applyLog({ log })]);
    for (const { grant, openings } of needing(warrants, names))
      await archive.log({ kind: 'reopened', grant, body: { openings }, blobs });
    return { made: true, problems: [] };
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    return failed(gone, error.message);
  }
}

function missing(warrants: readonly Warrant[], standing: Standing): Resource[] {
  const openings = onceEach(warrants.flatMap(openingsOf));
  return openings.filter((resource) => presenceOf(resource, standing) === 'absent');
}

function needing(warrants: readonly Warrant[], names: readonly string[]) {
  return warrants.flatMap((warrant) => {
    const openings = openingsOf(warrant).map(addressOf);
    const own = openings.filter((address) => names.includes(address));
    return own.length === 0 ? [] : [{ grant: warrant.grant, openings: own }];
  });
}

function failed(left: readonly Resource[], reason: string): Reopened {
  const problem: Problem = {
    code: 'BG0607',
    severity: 'error',
    message: `${left.map(addressOf).join(', ')} is gone and could not be made again: ${reason}`,
    hint: 'live grants need it; run the same command again',
  };
  return { made: false, problems: [problem] };
}
