/** The inline policies that AWS shows on a role. Terraform lists them, but manages only those it made itself. */
import type { Json, Resource } from '../grant/resources.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change } from './changes.ts';
import { refused } from './checks.ts';
import { isEmpty, isMembers, type Members } from './shape.ts';
import { sameDocument } from './values.ts';

/** Checks that a role has no policy but the wanted ones: an Allow that was added by hand is no drift to Terraform. */
export function strangePolicies({ address, after }: Change, wanted: readonly Resource[]): Problem[] {
  if (onlyWantedPolicies(after, wanted)) return [];
  return [refused('BG0506', `${address}: inline_policy holds a policy that is not wanted`)];
}

/** `role`: attributes of a role as the plan has them. */
export function onlyWantedPolicies(role: Members, wanted: readonly Resource[]): boolean {
  const listed = role['inline_policy'];
  if (isEmpty(listed)) return true;
  return Array.isArray(listed) && listed.every((policy) => isWanted(policy, role['name'], wanted));
}

function isWanted(policy: Json, role: Json | undefined, wanted: readonly Resource[]): boolean {
  if (!isMembers(policy)) return false;
  return wanted.some(
    ({ values }) =>
      values['role'] === role &&
      values['name'] === policy['name'] &&
      sameDocument(values['policy'], policy['policy']),
  );
}
