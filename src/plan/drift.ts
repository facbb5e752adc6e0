/** What was changed in AWS without Terraform, as the plan saw it, and which of it is our own doing. */
import { isDeepStrictEqual } from 'node:util';
import { addressOf, type Resource } from '../grant/resources.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change, Plan } from './changes.ts';
import { isOnly, refused } from './checks.ts';
import { onlyWantedPolicies } from './policies.ts';

/**
 * Checks that nothing drifted but the list of policies on a role, which Terraform computes, and
 * shared openings that a cut has revoked and this plan creates anew.
 */
export function checkDriftOfOpening(plan: Plan, wanted: readonly Resource[]): Problem[] {
  const addresses = wanted.map(addressOf);
  return plan.drift
    .filter((drift) => !(addresses.includes(drift.address) && isOwnDoing(drift, plan, wanted)))
    .map(drifted);
}

/**
 * Checks that only the addresses at hand drifted. How does not matter, since they are deleted: a
 * cut role has the deny as its boundary and attached.
 */
export function checkDriftOfRemoval(plan: Plan, addresses: readonly string[]): Problem[] {
  return plan.drift.filter(({ address }) => !addresses.includes(address)).map(drifted);
}

function isOwnDoing(drift: Change, plan: Plan, wanted: readonly Resource[]): boolean {
  if (isOnly(drift.actions, 'delete')) return isCreatedAnew(drift, plan);
  return isOnly(drift.actions, 'update') && isComputed(drift, wanted);
}

function isCreatedAnew(drift: Change, plan: Plan): boolean {
  const again = plan.changes.filter(({ address }) => address === drift.address);
  const creates = again.some(({ actions }) => isOnly(actions, 'create'));
  return creates && drift.type === 'aws_vpc_security_group_ingress_rule';
}

/** A role shows its inline policies after the first refresh; one that is not wanted was put there by somebody. */
function isComputed(drift: Change, wanted: readonly Resource[]): boolean {
  if (changedNames(drift).join() !== 'inline_policy') return false;
  return onlyWantedPolicies(drift.after, wanted);
}

function changedNames({ before, after }: Change): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).sort();
}

function drifted(drift: Change): Problem {
  const { address, actions } = drift;
  const changed = changedNames(drift).join(', ') || 'value that the plan does not show';
  const what = isOnly(actions, 'delete') ? 'is gone' : `has another ${changed}`;
  return refused('BG0508', `${address} ${what} in AWS, without Terraform`);
}
