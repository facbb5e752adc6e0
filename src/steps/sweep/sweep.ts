/**
 * The sweep: compares what stands with the warrants and ends what is over. In this order: cut,
 * record, remove, probe, receipt. A cut never waits for the archive; removing does.
 */
import { addressOf } from '../../grant/resources.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { logProblemsIfAny } from '../archive/log-problems.ts';
import type { World } from '../world.ts';
import { type Conclusion, conclude } from './conclude.ts';
import { closeAll, cutAll } from './cut.ts';
import type { Live } from './decide.ts';
import { type Look, look, unknownLayers } from './look.ts';
import { type Ended, recordCut, recordRemoval } from './record.ts';
import { type Removal, remove } from './remove.ts';
import { listStanding } from './standing.ts';
import { isClosed, neededOpenings, openingsOf } from './work.ts';

export type SweepReport = {
  readonly live: readonly Live[];
  readonly conclusions: readonly Conclusion[];
  /** Openings of ours that nothing justified, closed. */
  readonly strays: number;
  readonly problems: readonly Problem[];
  /** What could not be read of the archive, in words: those grants live to the end in their role's tag. */
  readonly unread: readonly string[];
};

/**
 * Ends everything that is over, once. `withdrawn`: grants that the repository no longer wants, with
 * the reason. With nothing to do it writes nothing and starts no Terraform.
 */
export async function sweep(
  world: World,
  archive: Archive,
  withdrawn: ReadonlyMap<string, string>,
): Promise<SweepReport> {
  const first = await pass(world, archive, withdrawn);
  if (!first.conclusions.some(({ state }) => state === 'closed')) return first;
  // What has just been proven closed may have been over for so long that its role can go as well.
  const second = await pass(world, archive, withdrawn);
  return {
    live: second.live,
    conclusions: [...first.conclusions, ...second.conclusions],
    strays: first.strays + second.strays,
    problems: [...new Map([...first.problems, ...second.problems].map((one) => [one.message, one])).values()],
    unread: second.unread,
  };
}

async function pass(
  world: World,
  archive: Archive,
  withdrawn: ReadonlyMap<string, string>,
): Promise<SweepReport> {
  const seen = await look(world, archive, withdrawn);
  const { decision, sweepings } = seen;
  if (sweepings.work.length === 0 && sweepings.strays.length === 0) {
    const problems = await logProblemsIfAny(archive);
    return { live: decision.live, conclusions: [], strays: 0, problems, unread: unreadOf(seen) };
  }
  for (const { over } of sweepings.work) world.progress(`ending ${over.grant}: ${over.why}`);
  const [cuts, strays] = await Promise.all([
    cutAll(world.cloud, sweepings.work),
    closeAll(world.cloud, sweepings.strays),
  ]);
  // What a crash left behind is logged before anything new: verification takes it for added otherwise.
  const unlogged = await logProblemsIfAny(archive);
  const ended = await recordCut(archive, sweepings.work, cuts);
  const { after, problems } = await takeApart(world, archive, { ended, seen });
  const conclusions = await concludeAll(world, archive, { ended: after, seen });
  await logProblemsIfAny(archive);
  return {
    live: decision.live,
    conclusions,
    strays: strays.closed.length,
    problems: [...unlogged, ...problems],
    unread: unreadOf(seen),
  };
}

function unreadOf({ known: { records } }: Look): string[] {
  const each = [...records.unreadable].map(([grant, reason]) => `the records of ${grant}: ${reason}`);
  return records.outage === undefined ? each : [`the archive: ${records.outage}`, ...each];
}

/** Removal is one Terraform run for all grants whose cut is on record. */
async function takeApart(
  world: World,
  archive: Archive,
  { ended, seen }: { readonly ended: readonly Ended[]; readonly seen: Look },
): Promise<{ after: Ended[]; problems: readonly Problem[] }> {
  const ready = ended.filter(({ mayRemove }) => mayRemove);
  const addresses = [...new Set(ready.flatMap(({ work }) => work.remove))].sort();
  const removed = await remove(world, archive, addresses);
  const removal = without(removed, await rolesLeft(world, ready));
  const needed = neededOpenings(seen.decision, seen.known.standing);
  return { after: await recordRemoval(archive, ended, { removal, needed }), problems: removal.problems };
}

/** A role that Terraform lost from its state is not gone because Terraform has nothing to destroy. */
async function rolesLeft({ cloud }: World, ready: readonly Ended[]): Promise<string[]> {
  const asked = ready.flatMap(({ over, work }) =>
    (over.warrant?.resources ?? [])
      .filter((resource) => resource.type === 'aws_iam_role' && work.remove.includes(addressOf(resource)))
      .map(async (resource) => ((await stands(cloud, over.grant)) ? [addressOf(resource)] : [])),
  );
  return (await Promise.all(asked)).flat();
}

/** No answer counts as standing. */
async function stands(cloud: World['cloud'], role: string): Promise<boolean> {
  return cloud.role(role).then(
    (found) => found !== undefined,
    () => true,
  );
}

function without(removal: Removal, left: readonly string[]): Removal {
  return { ...removal, gone: new Set([...removal.gone].filter((address) => !left.includes(address))) };
}

async function concludeAll(
  world: World,
  archive: Archive,
  { ended, seen }: { readonly ended: readonly Ended[]; readonly seen: Look },
): Promise<Conclusion[]> {
  const groups = ended.flatMap(({ over }) => (over.warrant ? openingsOf(over.warrant).map(groupOf) : []));
  const standing = await listStanding(world.cloud, world.target, [...new Set(groups)]);
  const needed = neededOpenings(seen.decision, seen.known.standing);
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

function groupOf({ values }: { readonly values: { readonly [argument: string]: unknown } }): string {
  return String(values['security_group_id']);
}
