/** Dates against the clock: they judge grants that are to be opened, never those that are past. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { dayOfId, formatInstant, type Instant, minute, plus, shortestLife } from '../lifetime.ts';

/** Its wall is behind: nothing will ever be opened, and nothing is wrong with the file. */
export function isPast({ notAfter }: Pick<Grant, 'notAfter'>, now: Instant): boolean {
  return now >= notAfter;
}

/** What stands in the way of opening this grant now. */
export function checkDates(grant: Grant, now: Instant): Problem[] {
  return [...future(grant, now), ...tooLate(grant, now)];
}

function future({ id, written }: Grant, now: Instant): Problem[] {
  const from = dayOfId(id);
  if (from === undefined || now >= from) return [];
  const message = `the day of the id, ${id.slice(0, 10)}, is in the future`;
  const hint = `begin the id with the day of the request, ${formatInstant(now).slice(0, 10)}`;
  return [errorAt(written.place(['id']), { code: 'BG0330', message, label: nowIs(now), hint })];
}

function tooLate(grant: Grant, now: Instant): Problem[] {
  const { notAfter, written } = grant;
  if (plus(now, shortestLife) <= notAfter) return [];
  const minutes = Math.floor(Math.abs(notAfter - now) / minute);
  const message = isPast(grant, now)
    ? `\`notAfter\` was ${minutes < 60 ? '' : `${Math.floor(minutes / 60)} h `}${minutes % 60} min ago`
    : `only ${minutes} min are left before \`notAfter\``;
  const hint = `a grant is opened with at least ${shortestLife / minute} min to go; make a new one`;
  return [errorAt(written.place(['notAfter']), { code: 'BG0331', message, label: nowIs(now), hint })];
}

function nowIs(now: Instant): string {
  return `now it is ${formatInstant(now)}`;
}
