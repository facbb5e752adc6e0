/**
 * What is still to be done about the grants that are over. Pure: the same records and the same
 * standing give the same list, so that a sweep after a complete one finds nothing to do.
 */
import type { Ending, Warrant } from '../../archive/records.ts';
import { at, earliest, type Instant, longestSession, minute, plus } from '../../grant/lifetime.ts';
import { addressOf, type Resource } from '../../grant/resources.ts';
import type { StandingOpening } from '../../ports.ts';
import { type Decision, isDenied, type Known, type Over } from './decide.ts';
import { canBeLost, idOf, idOfWanted, isOpening, presenceOf } from './presence.ts';
import type { Standing } from './standing.ts';

/** A role that was denied before its own date is looked at again after this: IAM changes take seconds to minutes. */
const settlingTime = 2 * minute;

export type Work = {
  readonly over: Over;
  /** Its role is not known to be denied. */
  readonly deny: boolean;
  /** Its openings that stand and that no live grant needs. */
  readonly close: readonly StandingOpening[];
  /** No `cut` is in the archive yet. */
  readonly recordCut: boolean;
  /** Terraform addresses that may go, once `cut` is in the archive. */
  readonly remove: readonly string[];
  /** `closed` is not in the archive yet. */
  readonly prove: boolean;
};

/** Openings that nobody who is live needs and that no grant claims: closed as they are. */
export type Sweepings = { readonly work: readonly Work[]; readonly strays: readonly StandingOpening[] };

export function workOf(decision: Decision, { records, standing, now }: Known): Sweepings {
  const needed = neededOpenings(decision, standing);
  const unknown = records.outage !== undefined && !standing.roles.complete;
  const claims = new Set(decision.over.flatMap((over) => ownOpenings(over)));
  const idle = standing.openings.items.filter(
    (opening) => !unknown && (isOurs(opening) || claims.has(idOf(opening))) && !needed.has(idOf(opening)),
  );
  const work = decision.over.map((over) => workFor(over, { needed, idle, now, standing })).filter(isDue);
  const claimed = new Set(work.flatMap(({ close }) => close.map(({ ruleId }) => ruleId)));
  return { work, strays: idle.filter(({ ruleId }) => !claimed.has(ruleId)) };
}

/** Ids of the openings that live grants need: from their warrants, or from their role's tag where those are unreadable. */
export function neededOpenings({ live }: Pick<Decision, 'live'>, standing: Standing): ReadonlySet<string> {
  const roles = new Map(standing.roles.items.map((role) => [role.name, role]));
  return new Set(
    live.flatMap(({ grant, warrant }) =>
      warrant
        ? openingsOf(warrant).map(idOfWanted)
        : (roles.get(grant)?.tags['breakglass:openings'] ?? '').split(' ').filter(Boolean),
    ),
  );
}

export function openingsOf(warrant: Warrant): Resource[] {
  return warrant.resources.filter(isOpening);
}

/** The security groups that its openings are in. */
export function groupsOf(warrant: Warrant): string[] {
  return openingsOf(warrant).map(({ values }) => String(values['security_group_id']));
}

function workFor(
  over: Over,
  given: {
    readonly needed: ReadonlySet<string>;
    readonly idle: readonly StandingOpening[];
    readonly now: Instant;
    readonly standing: Standing;
  },
): Work {
  const done = new Set(over.endings.flatMap(removedAddresses));
  const own = new Set(ownOpenings(over, done));
  const { role } = over;
  const deny = role !== undefined ? !isDenied(role) : !given.standing.roles.complete && !has(over, 'cut');
  return {
    over,
    deny,
    close: given.idle.filter((opening) => own.has(idOf(opening))),
    recordCut: !has(over, 'cut') || (deny && isClosed(over)),
    remove: removable(over, given),
    prove: !isClosed(over) && settlingUntil(over, given.now) === undefined,
  };
}

/** Proven closed, and not cut again since. */
export function isClosed({ endings }: Over): boolean {
  const closed = endings.findLastIndex(({ kind }) => kind === 'closed');
  return closed >= 0 && closed > endings.findLastIndex(({ kind }) => kind === 'cut');
}

/**
 * Schedule and openings at once. Role and policy when access is proven closed and the last session
 * can have run out: a session outlives its role, and a resource policy could still admit it. So a
 * `removed` that follows `closed` is always the last record of a grant. What was removed and stands
 * again is removed again.
 */
function removable(
  over: Over,
  { needed, now, standing }: Pick<Known, 'now' | 'standing'> & { readonly needed: ReadonlySet<string> },
): string[] {
  const gone = new Set(over.endings.flatMap(removedAddresses));
  const shared = new Set(sharedOpenings(over, needed));
  const roleMayGo = isClosed(over) && now >= plus(lastSession(over, now), longestSession);
  return (over.warrant?.resources ?? [])
    .filter(({ type }) => roleMayGo || !type.startsWith('aws_iam_'))
    .filter((resource) => !gone.has(addressOf(resource)) || isBack(resource, standing))
    .map(addressOf)
    .filter((address) => !shared.has(address));
}

/** Openings that are back are closed through the API. */
function isBack(resource: Resource, standing: Standing): boolean {
  return canBeLost(resource) && presenceOf(resource, standing) === 'present';
}

/** After the cut, and after its end, nobody can begin a session: the earlier of the two counts. */
function lastSession(over: Over, now: Instant): Instant {
  const cut = over.endings.find(({ kind }) => kind === 'cut');
  const cutAt = cut ? at(cut.at) : now;
  return over.warrant ? earliest(cutAt, at(over.warrant.end)) : cutAt;
}

/** Denied before its own date, and not long enough ago to be believed: until when. */
export function settlingUntil(over: Over, now: Instant): Instant | undefined {
  const cut = over.endings.find(({ kind }) => kind === 'cut');
  if (!cut || !over.role || !over.warrant || now >= at(over.warrant.end)) return undefined;
  const until = plus(at(cut.at), settlingTime);
  return now < until ? until : undefined;
}

/** Addresses that a `removed` record says are gone, or left to a live grant that needs them as well. */
export function removedAddresses({ kind, evidence }: Ending): string[] {
  if (kind !== 'removed') return [];
  const { addresses = [], left = [] } = evidence as RemovedEvidence;
  return [...addresses, ...left];
}

/** What `removed` records hold as evidence. */
export type RemovedEvidence = { readonly addresses?: readonly string[]; readonly left?: readonly string[] };

/** Openings of an over grant that live grants need as well: they remove them when they end. */
export function sharedOpenings(over: Over, needed: ReadonlySet<string>): string[] {
  if (!over.warrant) return [];
  return openingsOf(over.warrant)
    .filter((resource) => needed.has(idOfWanted(resource)))
    .map(addressOf);
}

/** Ids of its openings, but for those that it has removed or left to another grant. */
function ownOpenings({ warrant }: Over, done: ReadonlySet<string> = new Set()): string[] {
  const openings = warrant ? openingsOf(warrant) : [];
  return openings.filter((resource) => !done.has(addressOf(resource))).map(idOfWanted);
}

function has(over: Over, kind: Ending['kind']): boolean {
  return over.endings.some((ending) => ending.kind === kind);
}

function isOurs(opening: StandingOpening): boolean {
  return 'breakglass:opening' in opening.tags || opening.description.startsWith('breakglass opening ');
}

function isDue(work: Work): boolean {
  return work.deny || work.close.length > 0 || work.recordCut || work.remove.length > 0 || work.prove;
}
