/** What stands, then what the archive says, then what follows; looked up twice before anything unwarranted is cut. */
import type { Listing, StandingOpening } from '../../ports.ts';
import type { Archive } from '../archive/archive.ts';
import type { Withdrawing } from '../withdrawn.ts';
import type { World } from '../world.ts';
import { type Decision, decide, type Known, type Over } from './decide.ts';
import { lookAgain, nothingToSettle, type Settled, suspectsOf } from './half-made.ts';
import { lastWarrants, readAll } from './records.ts';
import { listOpenings, listStanding, type Standing } from './standing.ts';
import { groupsOf, openingsOf, type Sweepings, workOf } from './work.ts';

export type Look = {
  readonly known: Known;
  readonly decision: Decision;
  readonly sweepings: Sweepings;
  /** What became of warrants whose run has ended without saying so. */
  readonly settled: Settled;
  /** Why nobody can say what the repository no longer wants, for the reader. */
  readonly warning: string | undefined;
};

/**
 * First what stands, then the warrants: whatever is opened in between has a warrant by then, so it
 * is never taken for something that nobody granted.
 */
export async function look(world: World, archive: Archive, withdrawing: Withdrawing): Promise<Look> {
  const standing = await listStanding(world.cloud, world.target, []);
  const read = await readAll(archive, standing);
  const { grants: withdrawn, warning } = await withdrawing(lastWarrants(read.records));
  const known: Known = { ...read, standing, withdrawn, broken: [], now: world.clock.now() };
  const first = { ...conclusionsOf(known), warning };
  const suspects = suspectsOf(first.decision, known);
  if (!isDoubtful(first) && !hasUntagged(first) && suspects.length === 0) return first;
  const settled = await lookAgain(world, archive, { suspects, standing, live: first.decision.live });
  const again: Known = { ...known, ...(await readAll(archive, standing)), broken: settled.broken };
  // What the second look found to be broken is over as well, and has openings.
  const groups = await ownGroups(world, decide(again), standing);
  return { ...conclusionsOf({ ...again, standing: { ...standing, openings: groups } }, settled), warning };
}

/**
 * Layers that only a lost or broken warrant names cannot be proven closed. Nor can a role that was not
 * seen before its cut: whether it has to settle is not known.
 */
export function unknownLayers({ grant, warrant }: Over, { known }: Look): string[] {
  const why = warrant === undefined ? known.records.unreadable.get(grant) : undefined;
  const unseen = reasonOf(known.standing.roles);
  return [
    ...(why === undefined ? [] : [`its layers are not known: ${why}`]),
    ...(unseen === undefined ? [] : [`role ${grant}: not seen before the cut: ${unseen}`]),
  ];
}

function conclusionsOf(known: Known, settled = nothingToSettle): Omit<Look, 'warning'> {
  const decision = decide(known);
  return { known, decision, sweepings: workOf(decision, known), settled };
}

/** Something stands that nothing justifies: the archive is read once more before it is cut. */
function isDoubtful({ decision, sweepings }: Pick<Look, 'decision' | 'sweepings'>): boolean {
  return sweepings.strays.length > 0 || decision.over.some(({ unwarranted }) => unwarranted);
}

/** Openings of a grant that is over are also looked for without our tag, which anybody could have taken off. */
function hasUntagged({ sweepings }: Pick<Look, 'sweepings'>): boolean {
  return sweepings.work.some(({ over }) => over.warrant !== undefined && openingsOf(over.warrant).length > 0);
}

async function ownGroups(
  world: World,
  { over }: Decision,
  standing: Standing,
): Promise<Listing<StandingOpening>> {
  const groups = new Set(over.flatMap(({ warrant }) => (warrant ? groupsOf(warrant) : [])));
  if (groups.size === 0) return standing.openings;
  const openings = await listOpenings(world.cloud, world.target, [...groups]);
  const tagged = new Set(standing.openings.items.map(({ ruleId }) => ruleId));
  // Only rules of groups that belong to what is over: a rule that was opened since the first look has a live warrant.
  const more = openings.items.filter(
    ({ ruleId, securityGroup }) => !tagged.has(ruleId) && groups.has(securityGroup),
  );
  const items = [...standing.openings.items, ...more];
  return standing.openings.complete && openings.complete
    ? { complete: true, items }
    : { complete: false, items, reason: reasonOf(standing.openings) ?? reasonOf(openings) ?? 'unknown' };
}

function reasonOf(listing: Listing<unknown>): string | undefined {
  return listing.complete ? undefined : listing.reason;
}
