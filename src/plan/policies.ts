/** The inline policies that AWS shows on a role. Terraform lists them, but manages only those it made itself. */
import type { Resource } from '../grant/resources.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change } from './changes.ts';
import { refused } from './checks.ts';
import { isEmpty, type Members } from './shape.ts';
import { sameDocument } from './values.ts';

/** Checks that a role has no policy but the wanted ones: an Allow that was added by hand is no drift to Terraform. */
export function strangePolicies({ address, type, after }: Change, wanted: readonly Resource[]): Problem[] {
  if (type !== 'aws_iam_role' || onlyWantedPolicies(after, wanted)) return [];
  return [refused('BG0506', `${address}: inline_policy holds a policy that is not wanted`)];
}

/** `role`: attributes of a role as the plan has them. */
export function onlyWantedPolicies(role: Members, wanted: readonly Resource[]): boolean {
  const listed = role['inline_policy'];
  if (isEmpty(listed)) return true;
  return Array.isArray(listed) && listed.every((policy) => isWanted(policy, role['name'], wanted));
}

function isWanted(policy: unknown, role: unknown, wanted: readonly Resource[]): boolean {
  if (typeof policy !== 'object' || policy === null) return false;
  const { name, policy: text } = policy as { readonly name?: unknown; readonly policy?: unknown };
  return wanted.some(
    ({ type, values }) =>
      type === 'aws_iam_role_policy' &&
      values['role'] === role &&
      values['name'] === name &&
      typeof text === 'string' &&
      sameDocument(values['policy'] ?? null, text),
  );
}
