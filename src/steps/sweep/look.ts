/** What stands, then what the archive says, then what follows; looked up twice before anything unwarranted is cut. */
import type { Listing, StandingOpening } from '../../ports.ts';
import type { Archive, GrantRecords, KnownRecords } from '../archive/archive.ts';
import type { World } from '../world.ts';
import { type Decision, decide, type Known, type Over } from './decide.ts';
import { lookAgain, nothingToSettle, type Settled, suspectsOf } from './half-made.ts';
import { listStanding, type Standing } from './standing.ts';
import { groupsOf, openingsOf, type Sweepings, workOf } from './work.ts';

export type Look = {
  readonly known: Known;
  readonly decision: Decision;
  readonly sweepings: Sweepings;
  /** What became of warrants whose run has ended without saying so. */
  readonly settled: Settled;
};

/**
 * First what stands, then the warrants: whatever is opened in between has a warrant by then, so it
 * is never taken for something that nobody granted.
 */
export async function look(
  world: World,
  archive: Archive,
  withdrawn: ReadonlyMap<string, string>,
): Promise<Look> {
  const standing = await listStanding(world.cloud, world.target, []);
  const read = await readAll(archive, standing);
  const known: Known = { ...read, standing, withdrawn, broken: [], now: world.clock.now() };
  const first = conclusionsOf(known);
  const suspects = suspectsOf(first.decision, known);
  if (!isDoubtful(first) && !hasUntagged(first) && suspects.length === 0) return first;
  const settled = await lookAgain(world, archive, { suspects, standing, live: first.decision.live });
  const again: Known = { ...known, ...(await readAll(archive, standing)), broken: settled.broken };
  // What the second look found to be broken is over as well, and has openings.
  const groups = await ownGroups(world, decide(again), standing);
  return conclusionsOf({ ...again, standing: { ...standing, openings: groups } }, settled);
}

/** Layers that only a lost or broken warrant names cannot be proven closed. */
export function unknownLayers({ grant, warrant }: Over, { known }: Look): string[] {
  const why = warrant === undefined ? known.records.unreadable.get(grant) : undefined;
  return why === undefined ? [] : [`its layers are not known: ${why}`];
}

function conclusionsOf(known: Known, settled = nothingToSettle): Look {
  const decision = decide(known);
  return { known, decision, sweepings: workOf(decision, known), settled };
}

/** What the archive says now, of records and of what was applied. */
async function readAll(archive: Archive, standing: Standing): Promise<Pick<Known, 'records' | 'applied'>> {
  const records = await readRecords(archive, standing);
  return { records, applied: await appliedOf(archive, records) };
}

/** Something stands that nothing justifies: the archive is read once more before it is cut. */
function isDoubtful({ decision, sweepings }: Look): boolean {
  return sweepings.strays.length > 0 || decision.over.some(({ unwarranted }) => unwarranted);
}

/** Openings of a grant that is over are also looked for without our tag, which anybody could have taken off. */
function hasUntagged({ sweepings }: Look): boolean {
  return sweepings.work.some(({ over }) => over.warrant !== undefined && openingsOf(over.warrant).length > 0);
}

async function ownGroups(
  world: World,
  { over }: Decision,
  standing: Standing,
): Promise<Listing<StandingOpening>> {
  const groups = new Set(over.flatMap(({ warrant }) => (warrant ? groupsOf(warrant) : [])));
  if (groups.size === 0) return standing.openings;
  const { openings } = await listStanding(world.cloud, world.target, [...groups]);
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

/** A log that cannot be read says of no grant that it was not applied. */
export async function appliedOf(
  archive: Archive,
  { grants }: KnownRecords,
): Promise<ReadonlySet<string> | undefined> {
  const warrants = [...grants.values()].flatMap((records) => records.warrants.slice(-1));
  return archive.applied(warrants).catch(() => undefined);
}

/**
 * The grants that are not finished, and those of which a role or schedule stands. An archive that cannot be
 * read makes everything unknown; it stops nothing.
 */
export async function readRecords(archive: Archive, { roles, schedules }: Standing): Promise<KnownRecords> {
  try {
    const unfinished = await archive.unfinished();
    const grants = new Map(unfinished.grants);
    const unreadable = new Map(unfinished.unreadable);
    const names = [
      ...roles.items.map(({ name }) => name),
      ...schedules.items.map(({ name }) => name.replace(/-\d+$/, '')),
    ];
    const others = [...new Set(names)].filter((name) => isGrantId(name) && !grants.has(name));
    await Promise.all(others.map((name) => readOne(archive, name, { grants, unreadable })));
    return { ...unfinished, grants, unreadable };
  } catch (error) {
    return { grants: new Map(), unreadable: new Map(), ended: new Set<string>(), outage: inWords(error) };
  }
}

/** Records of a grant that the keys call finished, although something of it stands. */
async function readOne(
  archive: Archive,
  name: string,
  into: { readonly grants: Map<string, GrantRecords>; readonly unreadable: Map<string, string> },
): Promise<void> {
  try {
    const records = await archive.of(name);
    if (records.warrants.length + records.endings.length > 0) into.grants.set(name, records);
  } catch (error) {
    into.unreadable.set(name, inWords(error));
  }
}

/** Anybody who may create roles chooses their names; only ids are looked up. */
function isGrantId(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}-[a-z0-9-]{1,37}$/.test(name);
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
