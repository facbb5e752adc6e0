/**
 * Apply: opens what the newest commit wants and nobody has opened yet. Opening fails closed: any
 * doubt about account, clock, commit, files, plan or archive, and nothing is created.
 */
import { type Checked, checkFiles } from '../../grant/check.ts';
import type { Instant } from '../../grant/lifetime.ts';
import type { Caller, Repository } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive, KnownRecords } from '../archive/archive.ts';
import { logProblems } from '../archive/log-problems.ts';
import { lockDifferences } from '../lock-differences.ts';
import { decide, type Live } from '../sweep/decide.ts';
import { appliedOf } from '../sweep/records.ts';
import { listStanding, type Standing } from '../sweep/standing.ts';
import { type SweepReport, sweep } from '../sweep/sweep.ts';
import { nothingWithdrawn, withdrawnGrants } from '../withdrawn.ts';
import type { World } from '../world.ts';
import { type Choice, choose } from './choose.ts';
import { type Opened, type Outcome, open, type Run } from './open.ts';
import { refuseClock, refuseCommit, refuseTarget, refuseUnprotected } from './refuse.ts';
import { reopen } from './reopen.ts';

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
  try {
    return { ...(await openWanted(world, archive, { commit, trusted, swept })), commit, swept };
  } catch (error) {
    if (!(error instanceof Outage) || !hasNews(swept)) throw error;
    // What was ended, or could not be, is told whatever did not answer then.
    return { ...nothing, commit, swept, problems: [brokenOff(error)] };
  }
}

async function openWanted(
  world: World & { readonly repository: Repository },
  archive: Archive,
  { commit, trusted, swept }: Pick<Run, 'commit' | 'trusted'> & { readonly swept: SweepReport },
): Promise<Omit<ApplyReport, 'commit' | 'swept'>> {
  const unlogged = await logProblems(archive);
  if (unlogged.length > 0) return { ...nothing, problems: unlogged };
  const files = await world.repository.files(commit, ['docs', 'estate', 'grants', 'playbooks']);
  const checked = checkFiles(files);
  const unfit = [
    ...(await refuseUnprotected(world.store, archive.genesis)),
    ...(await lockDifferences(checked, world)),
  ];
  if (unfit.length > 0) return { ...nothing, problems: unfit, files: checked.problems };
  const { look, problems: missing } = await reopenMissing(world, archive, swept.standing);
  const given = { commit, checked, trusted };
  const { opened, problems, choice } = await openChosen(world, archive, { given, look });
  return {
    opened,
    choice: { kept: choice.kept, past: choice.past, ended: choice.ended },
    problems: [...missing, ...problems],
    files: [...checked.problems, ...choice.problems],
  };
}

function hasNews({ conclusions, strays, problems, unread }: SweepReport): boolean {
  return conclusions.length + strays + problems.length + unread.length > 0;
}

function brokenOff({ message, hint = 'run the same command again', code = 'BG0711' }: Outage): Problem {
  return { code, severity: 'error', message, hint: `${hint}; what was begun: \`breakglass status\`` };
}

/** What was made again for somebody who is over meanwhile is closed again. */
async function reopenMissing(
  world: World,
  archive: Archive,
  standing: Standing,
): Promise<{ look: Look; problems: readonly Problem[] }> {
  const look = await lookNow(world, archive, standing);
  // Of those that no run has called applied another run may be making them.
  const warrants = look.live.flatMap(({ warrant, armed }) => (warrant && !armed ? [warrant] : []));
  const { made, problems } = await reopen(world, archive, { warrants, standing });
  if (!made) return { look, problems };
  await sweep(world, archive, nothingWithdrawn);
  return { look: await lookNow(world, archive), problems };
}

/** A plan that another run has overtaken is made anew, for what is then to be opened. */
async function openChosen(
  world: World & { readonly repository: Repository },
  archive: Archive,
  { given, look }: { readonly given: Omit<Run, 'choice'>; readonly look: Look },
): Promise<Outcome & { readonly choice: Choice }> {
  let now = look;
  for (let tries = 1; ; tries += 1) {
    const choice = await chooseNow(world, archive, { checked: given.checked, look: now });
    const outcome = await open(world, archive, { ...given, choice });
    if (!outcome.overtaken || tries === 3) return { ...outcome, choice };
    world.progress('another run was faster: planning anew');
    now = await lookNow(world, archive);
  }
}

type Look = {
  readonly live: readonly Live[];
  readonly keys: KnownRecords['keys'];
  readonly now: Instant;
};

/** The archive is read after what stood was listed: other runs open grants as well. */
async function lookNow(world: World, archive: Archive, seen?: Standing): Promise<Look> {
  const standing = seen ?? (await listStanding(world.cloud, world.target, []));
  const records = await archive.unfinished();
  if (records.outage !== undefined) throw new Outage(records.outage);
  const now = world.clock.now();
  const applied = await appliedOf(archive, records);
  const { live } = decide({ records, standing, withdrawn: new Map(), applied, broken: [], now });
  return { live, keys: records.keys, now };
}

async function chooseNow(
  world: World,
  archive: Archive,
  { checked, look: { live, keys, now } }: { readonly checked: Checked; readonly look: Look },
): Promise<Choice> {
  const grants = checked.sound.filter(({ target }) => target.id === world.target);
  const known = grants.filter(({ id }) => {
    const { warrants = [], endings = [] } = keys.get(id) ?? {};
    return warrants.length + endings.length > 0;
  });
  const read = await Promise.all(known.map(async ({ id }) => [id, await archive.of(id)] as const));
  return choose({ grants, live, records: new Map(read), now });
}
