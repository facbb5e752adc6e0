/**
 * All arithmetic of time. An instant is whole milliseconds since 1970 UTC; grants count in whole
 * seconds. Nothing here asks what time it is: `now` is always an argument.
 */
export type Instant = number & { readonly unit: 'epoch-ms' };

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Nothing that we open lives longer than this after its activation, whatever a record says. */
export const longestLife = 12 * hour;

/** A new opening with less than this before its end is refused: its schedule could come too late. */
export const shortestLife = 5 * minute;

/** An STS session of a grant role may outlive the grant by this (AWS: `MaxSessionDuration` has a floor of 3600 s). */
export const longestSession = hour;

const form = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{3}))?Z$/;

/**
 * Reads `2026-11-22T04:40:00Z`; milliseconds are allowed for records of our own.
 * Returns undefined for any other form and for dates that do not exist (`Date` would turn 31 November into 1 December).
 */
export function parseInstant(text: string): Instant | undefined {
  if (!form.test(text)) return undefined;
  const instant = Date.parse(text);
  // A day that its month does not have comes out as a day of the next one.
  return new Date(instant).getUTCDate() === Number(text.slice(8, 10)) ? (instant as Instant) : undefined;
}

export function isInstant(text: string): boolean {
  return parseInstant(text) !== undefined;
}

/** An instant that is known to be well formed: a literal, or a record that a schema has passed. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`not an instant: ${text}`);
  return instant;
}

/** `2026-11-22T04:40:00Z`, in whole seconds, rounded down. */
export function formatInstant(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-22T04:40:00.123Z`, for records that order events within a second. */
export function formatMillis(instant: Instant): string {
  return new Date(instant).toISOString();
}

export function plus(instant: Instant, milliseconds: number): Instant {
  return (instant + milliseconds) as Instant;
}

export function earliest(first: Instant, ...others: readonly Instant[]): Instant {
  return Math.min(first, ...others) as Instant;
}

/** Whole minutes of `60m`, whole days of `3d` as minutes; undefined for every other form. */
export function parseMinutes(text: string): number | undefined {
  const match = /^([1-9]\d{0,5})([md])$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * (match[2] === 'd' ? day / minute : 1);
}

/** When a grant ends that is switched on at `activation`: its duration, or the wall if that comes first. */
export function endOf(activation: Instant, minutes: number, notAfter: Instant): Instant {
  return earliest(plus(activation, minutes * minute), notAfter);
}

/** No record may keep a grant alive for longer than the product's own ceiling, also a forged one. */
export function clampEnd(activation: Instant, end: Instant): Instant {
  return earliest(end, plus(activation, longestLife));
}

/** Half-open: in force from its activation on, over from the second of its end on. */
export function isOver(end: Instant, now: Instant): boolean {
  return now >= end;
}

/** The instant at which the day at the head of a grant's id begins; undefined when that day does not exist. */
export function dayOfId(id: string): Instant | undefined {
  return parseInstant(`${id.slice(0, 10)}T00:00:00Z`);
}

/** Cut to whole seconds: policies, tags and warrants of one grant must name the same second. */
export function wholeSecond(instant: Instant): Instant {
  return (Math.floor(instant / second) * second) as Instant;
}
