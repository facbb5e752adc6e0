/**
 * Apply: opens what the newest commit wants and nobody has opened yet. Opening fails closed: any
 * doubt about account, clock, commit, files, plan or archive, and nothing is created.
 */
import { type Checked, checkFiles } from '../../grant/check.ts';
import type { Caller, Repository } from '../../ports.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { logProblems } from '../archive/log-problems.ts';
import { lockDifferences } from '../lock-differences.ts';
import { decide } from '../sweep/decide.ts';
import { appliedOf } from '../sweep/look.ts';
import { listStanding } from '../sweep/standing.ts';
import { type SweepReport, sweep } from '../sweep/sweep.ts';
import { withdrawnGrants } from '../withdrawn.ts';
import type { World } from '../world.ts';
import { type Choice, choose } from './choose.ts';
import { type Opened, open } from './open.ts';
import { refuseClock, refuseCommit, refuseTarget, refuseUnprotected } from './refuse.ts';

export type ApplyReport = {
  readonly commit: string | undefined;
  readonly swept: SweepReport | undefined;
  readonly opened: readonly Opened[];
  readonly choice: Pick<Choice, 'kept' | 'past' | 'ended'>;
  /** Everything that kept something from being opened. */
  readonly problems: readonly Problem[];
  /** Problems of the files alone: exit code 3. The others are refusals: 5. */
  readonly files: readonly Problem[];
  readonly warnings: readonly string[];
};

const nothing = {
  swept: undefined,
  opened: [],
  choice: { kept: [], past: [], ended: [] },
  files: [],
  warnings: [],
};

export async function apply(
  world: World & { readonly repository: Repository },
  archive: Archive,
  caller: Caller,
): Promise<ApplyReport> {
  const trusted = await archive.lastTrusted();
  const commit = await world.repository.head();
  const refused = [
    ...refuseTarget(archive.genesis),
    ...refuseClock(caller.clock),
    ...(await refuseCommit(world.repository, commit, trusted?.commit)),
  ];
  if (refused.length > 0) return { ...nothing, commit, problems: refused };
  const { swept, warnings } = await sweepFirst(world, archive, trusted?.commit);
  const unlogged = await logProblems(archive);
  if (unlogged.length > 0) return { ...nothing, commit, swept, warnings, problems: unlogged };
  const files = await world.repository.files(commit, ['estate', 'grants', 'playbooks']);
  const checked = checkFiles(files);
  const unfit = [
    ...(await refuseUnprotected(world.store, archive.genesis)),
    ...(await lockDifferences(checked, world)),
  ];
  if (unfit.length > 0)
    return { ...nothing, commit, swept, warnings, problems: unfit, files: checked.problems };
  const choice = await chooseNow(world, archive, checked);
  const { opened, problems } = await open(world, archive, { choice, commit, checked, trusted });
  return {
    commit,
    swept,
    opened,
    choice: { kept: choice.kept, past: choice.past, ended: choice.ended },
    problems,
    files: [...checked.problems, ...choice.problems],
    warnings,
  };
}

/** What is over ends before anything is opened, and whatever keeps the rest from opening. */
async function sweepFirst(
  world: World & { readonly repository: Repository },
  archive: Archive,
  since: string | undefined,
): Promise<{ swept: SweepReport; warnings: string[] }> {
  const { grants } = await archive.unfinished();
  const warrants = [...grants.values()].flatMap((records) => records.warrants.slice(-1));
  const withdrawn = await withdrawnGrants(world.repository, warrants, since);
  const swept = await sweep(world, archive, withdrawn.grants);
  return { swept, warnings: withdrawn.warning === undefined ? [] : [withdrawn.warning] };
}

async function chooseNow(world: World, archive: Archive, checked: Checked): Promise<Choice> {
  const standing = await listStanding(world.cloud, world.target, []);
  const records = await archive.unfinished();
  const now = world.clock.now();
  const applied = await appliedOf(archive, records);
  const { live } = decide({ records, standing, withdrawn: new Map(), applied, broken: [], now });
  const grants = checked.sound.filter(({ target }) => target.id === world.target);
  const ids = await archive.ids();
  const known = grants.filter(({ id }) => ids.has(id));
  const read = await Promise.all(known.map(async ({ id }) => [id, await archive.of(id)] as const));
  return choose({ grants, live, records: new Map(read), now });
}
