/**
 * Apply: opens what the newest commit wants and nobody has opened yet. Opening fails closed: any
 * doubt about account, clock, commit, files, plan or archive, and nothing is created.
 */
import { type Checked, checkFiles } from '../../grant/check.ts';
import type { Caller, Repository } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { logProblems } from '../archive/log-problems.ts';
import { lockDifferences } from '../lock-differences.ts';
import { decide } from '../sweep/decide.ts';
import { appliedOf } from '../sweep/records.ts';
import type { Standing } from '../sweep/standing.ts';
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
};

const nothing = {
  swept: undefined,
  opened: [],
  choice: { kept: [], past: [], ended: [] },
  files: [],
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
  // What is over ends before anything is opened, and whatever keeps the rest from opening.
  const swept = await sweep(world, archive, (warrants) =>
    withdrawnGrants(world.repository, warrants, trusted?.commit),
  );
  const unlogged = await logProblems(archive);
  if (unlogged.length > 0) return { ...nothing, commit, swept, problems: unlogged };
  const files = await world.repository.files(commit, ['estate', 'grants', 'playbooks']);
  const checked = checkFiles(files);
  const unfit = [
    ...(await refuseUnprotected(world.store, archive.genesis)),
    ...(await lockDifferences(checked, world)),
  ];
  if (unfit.length > 0) return { ...nothing, commit, swept, problems: unfit, files: checked.problems };
  const choice = await chooseNow(world, archive, { checked, standing: swept.standing });
  const { opened, problems } = await open(world, archive, { choice, commit, checked, trusted });
  return {
    commit,
    swept,
    opened,
    choice: { kept: choice.kept, past: choice.past, ended: choice.ended },
    problems,
    files: [...checked.problems, ...choice.problems],
  };
}

/** Reads the archive anew, after what stood: other runs open grants as well. */
async function chooseNow(
  world: World,
  archive: Archive,
  { checked, standing }: { readonly checked: Checked; readonly standing: Standing },
): Promise<Choice> {
  const records = await archive.unfinished();
  if (records.outage !== undefined) throw new Outage(records.outage);
  const now = world.clock.now();
  const applied = await appliedOf(archive, records);
  const { live } = decide({ records, standing, withdrawn: new Map(), applied, broken: [], now });
  const grants = checked.sound.filter(({ target }) => target.id === world.target);
  const known = grants.filter(({ id }) => {
    const { warrants = [], endings = [] } = records.keys.get(id) ?? {};
    return warrants.length + endings.length > 0;
  });
  const read = await Promise.all(known.map(async ({ id }) => [id, await archive.of(id)] as const));
  return choose({ grants, live, records: new Map(read), now });
}
