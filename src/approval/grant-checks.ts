/** What must hold of the whole, whoever approved. */
import type { Act } from './acts.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** A link or a submodule names bytes that are somewhere else, and not those that were reviewed. */
export function isRegularFile({ asked }: Evidence): Finding | undefined {
  if (asked.mode === 'file') return undefined;
  const is = { executable: 'executable', link: 'a link', submodule: 'a submodule' }[asked.mode];
  return {
    reason: 'not-regular-file',
    says: `the file of ${asked.grant} is ${is}`,
    repair: 'put a regular file in its place, in a new pull request',
  };
}

/** What is missing could be a refusal. */
export function isComplete({ reviews }: Evidence): Finding | undefined {
  if (reviews.kind !== 'unknown') return undefined;
  return { reason: 'incomplete-data', says: reviews.why, repair: reviews.repair };
}

/** People are counted, and one of the special ones must be among them. What was lost on the way is the better reason. */
export function areEnough(
  counted: readonly Act[],
  lost: Finding | undefined,
  { rule, roster, asked }: Evidence,
): Finding | undefined {
  const { required, special } = rule;
  const isSpecial = counted.some(({ person }) => roster.now.special.includes(person ?? ''));
  if (counted.length >= required && (special === undefined || isSpecial)) return undefined;
  if (lost) return lost;
  const isLeft = (id: string) => id !== asked.person && !counted.some(({ person }) => person === id);
  if (counted.length >= required) {
    const names = roster.now.special.filter(isLeft).join(', ');
    return {
      reason: 'nobody-special',
      says: `nobody of ${special} approved`,
      repair: `ask one of: ${names}`,
    };
  }
  const names = roster.now.approvers.filter(isLeft).join(', ');
  return {
    reason: 'too-few',
    says: `${counted.length} of ${required} approvals`,
    repair: `ask ${required - counted.length} more of: ${names}`,
  };
}
