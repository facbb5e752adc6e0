/** Dates against the clock: they judge grants that are to be opened, never those that are past. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { dayOfId, formatInstant, type Instant, minute, plus, shortestLife } from '../lifetime.ts';

/** Its wall is behind: nothing will ever be opened, and nothing is wrong with the file. */
export function isPast({ notAfter }: Pick<Grant, 'notAfter'>, now: Instant): boolean {
  return now >= notAfter;
}

/** What stands in the way of opening this grant now. */
export function checkDates({ id, notAfter, written }: Grant, now: Instant): Problem[] {
  const problems: Problem[] = [];
  const from = dayOfId(id);
  if (from !== undefined && now < from) {
    const message = `the day of the id, ${id.slice(0, 10)}, is in the future`;
    problems.push(
      errorAt(written.place(['id']), { code: 'BG0330', message, label: `now it is ${formatInstant(now)}` }),
    );
  }
  if (plus(now, shortestLife) > notAfter) {
    const left = Math.floor((notAfter - now) / minute);
    const message = `only ${left} min are left before \`notAfter\``;
    const hint = `a grant is opened with at least ${shortestLife / minute} min to go; make a new one`;
    problems.push(errorAt(written.place(['notAfter']), { code: 'BG0331', message, hint }));
  }
  return problems;
}
