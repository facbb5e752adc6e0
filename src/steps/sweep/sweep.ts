/**
 * The sweep: compares what stands with the warrants and ends what is over. In this order: cut,
 * record, remove, probe, receipt. A cut never waits for the archive; removing does.
 */
import { addressOf, type Resource } from '../../grant/resources.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { logProblemsIfAny } from '../archive/log-problems.ts';
import type { Withdrawing } from '../withdrawn.ts';
import type { World } from '../world.ts';
import { type Conclusion, conclude, settlingIn } from './conclude.ts';
import { type Closing, closeAll, cutAll } from './cut.ts';
import type { Live } from './decide.ts';
import { type Look, look, unknownLayers } from './look.ts';
import { demandNeeded, readNeeded } from './needed.ts';
import { idOf, presenceOf } from './presence.ts';
import { type Ended, recordCut, recordRemoval } from './record.ts';
import { type Removal, remove } from './remove.ts';
import { settleOnRecord } from './settle.ts';
import { readBack, type Standing } from './standing.ts';
import { isClosed } from './work.ts';

export type SweepReport = {
  readonly live: readonly Live[];
  readonly conclusions: readonly Conclusion[];
  /** Openings of ours that nothing justified, closed. */
  readonly strays: number;
  readonly problems: readonly Problem[];
  /** What could not be read of the archive, in words: those grants live to the end in their role's tag. */
  readonly unread: readonly string[];
  /** Why nobody can say what the repository no longer wants. */
  readonly warning: string | undefined;
  /** What stood when it looked: before it ended anything. */
  readonly standing: Standing;
};

/**
 * Ends everything that is over, once. `withdrawing` says which grants the repository no longer wants. With nothing to do it writes nothing and starts no Terraform.
 */
export async function sweep(world: World, archive: Archive, withdrawing: Withdrawing): Promise<SweepReport> {
  const first = await pass(world, archive, withdrawing);
  if (!first.conclusions.some(({ state }) => state === 'closed')) return first;
  // What has just been proven closed may have been over for so long that its role can go as well.
  const second = await pass(world, archive, withdrawing);
  return {
    ...second,
    conclusions: [...first.conclusions.filter((one) => !isSaidAgain(one, second)), ...second.conclusions],
    strays: first.strays + second.strays,
    problems: [...new Map([...first.problems, ...second.problems].map((one) => [one.message, one])).values()],
  };
}

function isSaidAgain({ state, grant }: Conclusion, { conclusions }: SweepReport): boolean {
  return state === 'settling' && conclusions.some((one) => one.grant === grant);
}

async function pass(world: World, archive: Archive, withdrawing: Withdrawing): Promise<SweepReport> {
  const seen = await look(world, archive, withdrawing);
  const { sweepings } = seen;
  if (sweepings.work.length === 0 && sweepings.strays.length === 0) {
    const problems = await logProblemsIfAny(archive, seen.known.records);
    const nothing = { ...seenBy(seen), conclusions: settlingIn(seen), strays: 0, problems };
    return settleOnRecord(world, archive, seen, nothing);
  }
  for (const { over } of sweepings.work)
    world.progress(isClosed(over) ? `tidying up after ${over.grant}` : `ending ${over.grant}: ${over.why}`);
  const closing = closeUnneeded(world, archive, seen);
  const cuts = await cutAll(world.cloud, sweepings.work, closing);
  const { closed } = await closing;
  // What a crash left behind is logged before anything new: verification takes it for added otherwise.
  const unlogged = await logProblemsIfAny(archive);
  const ended = await recordCut(archive, sweepings.work, cuts);
  const { problems: refused, ...apart } = await takeApart(world, archive, { ended, seen });
  const conclusions = await concludeAll(world, archive, { ...apart, seen });
  await logProblemsIfAny(archive);
  const problems = [...unlogged, ...refused];
  const strays = sweepings.strays.filter(({ ruleId }) => closed.includes(ruleId)).length;
  const report = { ...seenBy(seen), conclusions: [...conclusions, ...settlingIn(seen)], strays, problems };
  return settleOnRecord(world, archive, seen, report);
}

/** All that was found idle, but for what a warrant of the meantime names. An archive that does not answer keeps nothing open. */
async function closeUnneeded(world: World, archive: Archive, seen: Look): Promise<Closing> {
  const { work, strays } = seen.sweepings;
  const idle = [...work.flatMap(({ close }) => close), ...strays];
  if (idle.length === 0) return { closed: [], failed: [] };
  const { ids } = await readNeeded(archive, seen);
  return closeAll(
    world.cloud,
    idle.filter((opening) => !ids.has(idOf(opening))),
  );
}

function seenBy({ known: { records, standing }, warning }: Look) {
  const each = [...records.unreadable].map(([grant, reason]) => `the records of ${grant}: ${reason}`);
  const unread = records.outage === undefined ? each : [`the archive: ${records.outage}`, ...each];
  return { standing, warning, unread };
}

/**
 * Removal is one Terraform run for all grants whose cut is on record. What stands is asked for anew:
 * nothing is gone because Terraform had nothing to destroy.
 */
async function takeApart(
  world: World,
  archive: Archive,
  { ended, seen }: { readonly ended: readonly Ended[]; readonly seen: Look },
): Promise<Apart & { readonly problems: readonly Problem[] }> {
  const ready = ended.filter(({ mayRemove }) => mayRemove);
  const doomed = ready.flatMap(resourcesToRemove);
  const needed = () => demandNeeded(archive, seen);
  const removal = await remove(world, archive, { doomed, standing: seen.known.standing, needed });
  const over = ended.map(({ over: { grant, warrant } }) => ({ grant, resources: warrant?.resources ?? [] }));
  const standing = await readBack(world.cloud, world.target, over);
  const left = doomed.filter((one) => isLeft(one, removal, standing)).map(addressOf);
  const gone = new Set([...removal.gone].filter((address) => !left.includes(address)));
  const { ids } = await readNeeded(archive, seen);
  const after = await recordRemoval(archive, ended, { removal: { ...removal, gone }, needed: ids });
  return { ended: after, standing, needed: ids, problems: removal.problems };
}

/** `needed`: read after `standing` was listed, so that what stands in it for a live grant is known to be that grant's. */
type Apart = {
  readonly ended: readonly Ended[];
  readonly standing: Standing;
  readonly needed: ReadonlySet<string>;
};

/** Without an answer, only Terraform's word for what it destroyed; of a role not even that: it is the last record. */
function isLeft(resource: Resource, { destroyed }: Removal, standing: Standing): boolean {
  const presence = presenceOf(resource, standing);
  if (presence !== 'unknown') return presence === 'present';
  return resource.type === 'aws_iam_role' || !destroyed.has(addressOf(resource));
}

function resourcesToRemove({ over, work }: Ended): Resource[] {
  const resources = over.warrant?.resources ?? [];
  return resources.filter((resource) => work.remove.includes(addressOf(resource)));
}

async function concludeAll(
  world: World,
  archive: Archive,
  { ended, standing, needed, seen }: Apart & { readonly seen: Look },
): Promise<Conclusion[]> {
  const conclusions: Conclusion[] = [];
  // One after another: each may write to the log.
  for (const { over, ...one } of ended) {
    const proven = isClosed(over);
    const failures = [...one.failures, ...unknownLayers(over, seen)];
    const now = world.clock.now();
    if (!proven) conclusions.push(await conclude(archive, over, { standing, needed, failures, now }));
    else if (failures.length > 0)
      conclusions.push({ state: 'leftover', grant: over.grant, why: over.why, left: failures });
    else conclusions.push({ state: 'removed', grant: over.grant, why: over.why });
  }
  return conclusions;
}
