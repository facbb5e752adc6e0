/** A warrant of which no run has said that it stands: what happened, and what will. */
import { at, formatInstant, type Instant } from '../grant/lifetime.ts';
import type { Live } from '../steps/sweep/decide.ts';
import { momentFor, timeFor } from './times.ts';

/** Undefined for a grant that was applied, and for one of which the archive cannot say. */
export function armedText({ armed, warrant, end }: Live, now: Instant): string | undefined {
  if (armed === undefined || warrant === undefined) return undefined;
  const applyBy = at(warrant.applyBy);
  const then = 'the next apply or sweep looks at what stands, and keeps it, ends it or gives it up';
  const next = now < applyBy ? `left alone until ${timeFor(applyBy, now)}, then ${then}` : then;
  return `since ${momentFor(at(warrant.at), now)}, by a run that has not finished; ${next}; over ${timeFor(end, now)} in any case`;
}

export function liveObject({ grant, end, armed, warrant }: Live): object {
  const half = armed && warrant ? { armed: { at: warrant.at, applyBy: warrant.applyBy } } : {};
  return { grant, end: formatInstant(end), ...half };
}
