/**
 * What is live, what is over, and what nobody can say: decided from warrants, endings, what stands
 * and one instant. Pure. Files of the repository have no say, except that a withdrawn grant is over.
 *
 * Only a warrant keeps a grant alive. Everything else may bring its end forward, never move it back.
 */
import { type Stand, standOf } from '../../archive/grants.ts';
import type { Ending, Warrant } from '../../archive/records.ts';
import {
  at,
  clampEnd,
  earliest,
  type Instant,
  isOver,
  longestLife,
  parseInstant,
  plus,
} from '../../grant/lifetime.ts';
import { awsDenyAll } from '../../grant/names.ts';
import type { StandingRole } from '../../ports.ts';
import type { KnownRecords } from '../archive/archive.ts';
import { canBeLost, presenceOf } from './presence.ts';
import type { Standing } from './standing.ts';

export type Live = {
  readonly grant: string;
  readonly end: Instant;
  readonly warrant: Warrant | undefined;
  /** Its warrant is there, and no run has said that it stands. */
  readonly armed?: true;
};

export type Over = {
  readonly grant: string;
  readonly why: string;
  /** When its access had to be gone: its end, or the instant at which an ending took it. */
  readonly since: Instant;
  readonly warrant: Warrant | undefined;
  readonly endings: readonly Ending[];
  readonly role: StandingRole | undefined;
  /** Nothing in the archive justifies it: what stands is looked up once more before it is cut. */
  readonly unwarranted: boolean;
  /** The repository no longer wants it; not on record yet. */
  readonly withdrawn: boolean;
  /** No run ever said that it stood. */
  readonly neverApplied: boolean;
};

export type Decision = { readonly live: readonly Live[]; readonly over: readonly Over[] };

export type Known = {
  readonly records: KnownRecords;
  readonly standing: Standing;
  /** Grants whose file is gone at a later commit, or whose person is, with the reason in words. */
  readonly withdrawn: ReadonlyMap<string, string>;
  /** Grants whose warrant was applied; undefined when nobody can say. */
  readonly applied: ReadonlySet<string> | undefined;
  /** Warrants that do not stand as they say, looked at twice, with the reason in words. */
  readonly broken: readonly Broken[];
  readonly now: Instant;
};

export type Broken = { readonly warrant: Warrant; readonly why: string };

/** Every grant that has a record or a role, in the order of ids. */
export function decide(known: Known): Decision {
  const roles = new Map(known.standing.roles.items.map((role) => [role.name, role]));
  const grants = [...new Set([...known.records.grants.keys(), ...roles.keys()])].sort();
  const verdicts = grants.map((grant) => judge(grant, roles.get(grant), known));
  return {
    live: verdicts.filter((verdict): verdict is Live => verdict !== undefined && !('why' in verdict)),
    over: verdicts.filter((verdict): verdict is Over => verdict !== undefined && 'why' in verdict),
  };
}

/** Undefined: there is nothing of it, and nothing to do. */
function judge(grant: string, role: StandingRole | undefined, known: Known): Live | Over | undefined {
  const { warrants, endings } = known.records.grants.get(grant) ?? { warrants: [], endings: [] };
  const warrant = warrants.at(-1);
  const neverApplied = known.applied !== undefined && !known.applied.has(grant);
  const common = { grant, warrant, endings, role, unwarranted: false, withdrawn: false, neverApplied };
  const stand = standOf(warrants, endings);
  const unknown = isUnknown(grant, known.records);
  if (stand === 'abandoned' && !(unknown && role)) return abandoned(common, known);
  const reason = byRecord(common, stand, known) ?? byLook(common, known);
  if (reason) return { ...common, ...reason };
  if (warrant && stand === 'open')
    return { grant, warrant, end: endOfWarrant(warrant, role), ...(neverApplied ? { armed: true } : {}) };
  if (unknown) return byTag(common, known.now);
  return { ...common, why: 'stands without a warrant', since: known.now, unwarranted: true };
}

type Common = Omit<Over, 'why' | 'since'>;

/** Nothing stood of it when it was given up; what stands now arrived late and is nobody's. */
function abandoned(common: Common, { standing, now }: Known): Over | undefined {
  const own = (common.warrant?.resources ?? []).filter(canBeLost);
  if (!own.some((resource) => presenceOf(resource, standing) === 'present')) return undefined;
  return { ...common, why: 'it was abandoned, and something of it stands', since: now };
}

type Reason = Pick<Over, 'why' | 'since'> & Partial<Pick<Over, 'withdrawn'>>;

/** What its records say. The checks in order: the first that holds ends the grant. */
function byRecord(
  { grant, warrant, endings, role }: Common,
  stand: Stand,
  { records, now }: Known,
): Reason | undefined {
  const taking = stand === 'taken' ? endings : [];
  const ending = taking.find(({ kind }) => kind !== 'abandoned') ?? taking[0];
  const end = warrant && stand !== 'abandoned' ? endOfWarrant(warrant, role) : undefined;
  if (end !== undefined && isOver(end, ending ? at(ending.at) : now))
    return { why: 'its time is up', since: end };
  if (ending) return { why: ending.why, since: at(ending.at) };
  if (records.unreadable.has(grant) && records.ended.has(grant))
    return { why: 'it was ended, and the record of that cannot be read', since: now };
  return undefined;
}

/** What was found, in the repository and in AWS. */
function byLook({ grant, warrant, role }: Common, { withdrawn, broken, now }: Known): Reason | undefined {
  const gone = withdrawn.get(grant);
  if (gone !== undefined) return { why: gone, since: now, withdrawn: true };
  if (role && isDenied(role)) return { why: 'its role was found denied', since: now };
  const fault = broken.find((one) => one.warrant.grant === grant && one.warrant.n === warrant?.n);
  return fault && { why: fault.why, since: now };
}

/**
 * The longest that its warrants allow; clamped, so that no record keeps a grant alive beyond the
 * product's ceiling. The tag that the role was born with may only end it earlier: then somebody has
 * changed one of the two.
 */
function endOfWarrant(warrant: Warrant, role: StandingRole | undefined): Instant {
  const end = clampEnd(at(warrant.activation), at(warrant.end));
  return earliest(end, taggedEnd(role) ?? end);
}

function taggedEnd(role: StandingRole | undefined): Instant | undefined {
  return parseInstant(role?.tags['breakglass:end'] ?? '');
}

/** Both halves of the cut: either alone could be half a cut, and is done again. */
export function isDenied(role: StandingRole): boolean {
  return role.boundary === awsDenyAll && role.attached.includes(awsDenyAll);
}

function isUnknown(grant: string, records: KnownRecords): boolean {
  return records.outage !== undefined || records.unreadable.has(grant);
}

/**
 * The archive cannot say: a role then lives to the end in its own tag, never longer than the
 * ceiling from its creation. Every role of ours has that tag, so one without it is not of ours.
 */
function byTag(common: Common, now: Instant): Live | Over {
  const tagged = taggedEnd(common.role);
  const born = common.role?.createdAt ?? now;
  if (tagged === undefined) {
    return {
      ...common,
      why: 'its role has no end and the archive cannot be read',
      since: now,
      unwarranted: false,
    };
  }
  const end = earliest(tagged, plus(born, longestLife));
  if (!isOver(end, now)) return { grant: common.grant, end, warrant: undefined };
  return { ...common, why: 'its time is up', since: end };
}
