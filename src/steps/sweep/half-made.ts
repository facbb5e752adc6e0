/**
 * Live grants that do not stand as their warrants say. A run can die between its warrant and its
 * `applied`, and somebody can take away what was applied. Nothing is resumed or healed here: it is
 * looked at twice, and what follows is written down or ended.
 */
import type { Warrant } from '../../archive/records.ts';
import { at, formatMillis, type Instant, second } from '../../grant/lifetime.ts';
import { addressOf, type Resource } from '../../grant/resources.ts';
import { differences } from '../apply/read-back.ts';
import type { Archive } from '../archive/archive.ts';
import { settingsOf } from '../settings.ts';
import { knownGone } from '../state-lock.ts';
import type { World } from '../world.ts';
import type { Broken, Decision, Known, Live } from './decide.ts';
import { idOfWanted, isOpening, presenceOf } from './presence.ts';
import { type ReadBack, readBack, type Standing } from './standing.ts';
import { neededOpenings } from './work.ts';

/** `applied`: its run said that all of it stands. */
export type Suspect = { readonly warrant: Warrant; readonly applied: boolean };

export type Settled = {
  /** Over: gone after it was applied, or half made. */
  readonly broken: readonly Broken[];
  /** All stands and reads back equal: its run only did not come to say so. */
  readonly stands: readonly Warrant[];
  /** Nothing of it stands; `looks` are the instants of the two looks. */
  readonly nothing: readonly { readonly warrant: Warrant; readonly looks: readonly string[] }[];
};

export const nothingToSettle: Settled = { broken: [], stands: [], nothing: [] };

/** A call that was under way when its run died has arrived by then. */
const betweenLooks = 5 * second;

/** Costs no call: an applied grant of which something is missing, and a warrant whose run had its time. */
export function suspectsOf({ live }: Decision, { applied, standing, now }: Known): Suspect[] {
  if (applied === undefined) return [];
  return live.flatMap(({ grant, warrant }): Suspect[] => {
    if (!warrant) return [];
    if (!applied.has(grant)) return now >= at(warrant.applyBy) ? [{ warrant, applied: false }] : [];
    return isMissing(warrant, standing) ? [{ warrant, applied: true }] : [];
  });
}

type Seen = {
  readonly suspects: readonly Suspect[];
  readonly standing: Standing;
  readonly live: readonly Live[];
};

/**
 * The second look. After the archive was read, and at each of them by its name: what was opened since
 * the first listing is seen. Says nothing of a warrant whose run may still be at work, or where AWS did not answer.
 */
export async function lookAgain(world: World, archive: Archive, seen: Seen): Promise<Settled> {
  if (seen.suspects.length === 0) return nothingToSettle;
  const unsaid = seen.suspects.filter(({ applied }) => !applied);
  const looked = world.clock.now();
  const state = unsaid.length === 0 ? undefined : await freeState(world, archive);
  await world.clock.wait(betweenLooks);
  const warrants = seen.suspects.map(({ warrant }) => warrant);
  const standing = await readBack(world.cloud, world.target, warrants);
  const gone = seen.suspects
    .filter(({ applied, warrant }) => applied && isMissing(warrant, standing))
    .map(({ warrant }) => ({ warrant, why: 'something of it is gone from AWS' }));
  if (state === undefined || !isWhole(seen.standing) || !isWhole(standing))
    return { ...nothingToSettle, broken: gone };
  const half = settle(world, { seen, unsaid, standing, state, looked });
  return { ...half, broken: [...gone, ...half.broken] };
}

/** What Terraform's state has, when no run can be at work on it; undefined when one may be, or nobody can say. */
async function freeState(world: World, archive: Archive): Promise<ReadonlySet<string> | undefined> {
  const { terraform, target, clock, progress } = world;
  try {
    await terraform.prepare({ target, settings: settingsOf(archive.genesis), resources: [] });
    const lock = await terraform.heldBy();
    if (lock !== undefined && knownGone(lock, clock.now()) === undefined) return undefined;
    return new Set(await terraform.addresses());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    progress(`whether a run is still at work is not known: ${reason}`);
    return undefined;
  }
}

function settle(
  { clock }: World,
  found: {
    readonly seen: Seen;
    readonly unsaid: readonly Suspect[];
    readonly standing: ReadBack;
    readonly state: ReadonlySet<string>;
    readonly looked: Instant;
  },
): Settled {
  const { seen, unsaid, standing, state, looked } = found;
  const warrants = unsaid.map(({ warrant }) => warrant);
  const stands = warrants.filter(({ resources }) => differences(resources, standing).length === 0);
  const others = seen.live.filter(
    ({ warrant }) => !warrant || !warrants.includes(warrant) || stands.includes(warrant),
  );
  const needed = neededOpenings({ live: others }, seen.standing);
  const isLeft = (resource: Resource) =>
    state.has(addressOf(resource)) ||
    [seen.standing, standing].some((look) => presenceOf(resource, look) !== 'absent');
  const half = warrants.filter((warrant) => !stands.includes(warrant));
  const nothing = half.filter((warrant) => !own(warrant, needed).some(isLeft));
  const looks = [formatMillis(looked), formatMillis(clock.now())];
  return {
    stands,
    nothing: nothing.map((warrant) => ({ warrant, looks })),
    broken: half
      .filter((warrant) => !nothing.includes(warrant))
      .map((warrant) => ({ warrant, why: 'its run ended before all of it stood' })),
  };
}

/** Openings that another live grant needs are that grant's. */
function own({ resources }: Warrant, needed: ReadonlySet<string>): Resource[] {
  return resources.filter((one) => !isOpening(one) || !needed.has(idOfWanted(one)));
}

/**
 * A role, policy or schedule that is gone ends the grant. An opening does not: grants share it, and
 * it may be made again with the next of them.
 */
function isMissing({ resources }: Warrant, standing: Standing): boolean {
  return resources.some((one) => !isOpening(one) && presenceOf(one, standing) === 'absent');
}

function isWhole({ roles, openings, schedules }: Standing): boolean {
  return roles.complete && openings.complete && schedules.complete;
}
