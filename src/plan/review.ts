/**
 * The review: does this plan do exactly what was decided, and nothing else? Anything that is not
 * expected refuses the whole plan, with a list. Reads values only; the plan was made elsewhere.
 */
import { addressOf, type Resource } from '../grant/resources.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change, Plan } from './changes.ts';
import * as check from './checks.ts';
import { checkDriftOfOpening, checkDriftOfRemoval } from './drift.ts';
import { strangePolicies } from './policies.ts';
import { differences } from './values.ts';

/**
 * Accepts a plan that creates the wanted resources, each with exactly the wanted values, or finds
 * them standing so already. No problems: accepted.
 */
export function reviewOpening(plan: Plan, wanted: readonly Resource[], expected: check.Expected): Problem[] {
  const addresses = wanted.map(addressOf);
  const ours = wanted.flatMap((resource) =>
    plan.changes.flatMap((change) => (change.address === addressOf(resource) ? [{ resource, change }] : [])),
  );
  return [
    ...check.plain(plan),
    ...check.configuration(plan, expected),
    ...check.nothingElse(plan, addresses),
    ...check.allPlanned(plan.changes, addresses),
    ...ours.flatMap(({ change }) => check.managed(change, expected)),
    ...ours.flatMap(({ change }) => check.action(change, ['create', 'no-op'])),
    ...ours.flatMap(({ change, resource }) => sameValues(change, resource)),
    ...ours.flatMap(({ change }) => strangePolicies(change, wanted)),
    ...checkDriftOfOpening(plan, wanted),
  ];
}

/**
 * Accepts a plan that deletes exactly these addresses. One that AWS has no longer is accepted as
 * drift: applying the plan takes it out of the state. No problems: accepted.
 */
export function reviewRemoval(plan: Plan, addresses: readonly string[], expected: check.Expected): Problem[] {
  const gone = plan.drift.filter(({ actions }) => check.isOnly(actions, 'delete'));
  const ours = plan.changes.filter(({ address }) => addresses.includes(address));
  return [
    ...check.plain(plan),
    ...check.configuration(plan, expected),
    ...check.nothingElse(plan, addresses),
    ...check.allPlanned([...ours, ...gone], addresses),
    ...ours.flatMap((change) => check.managed(change, expected)),
    ...ours.flatMap((change) => check.action(change, ['delete'])),
    ...checkDriftOfRemoval(plan, addresses),
  ];
}

function sameValues(change: Change, wanted: Resource): Problem[] {
  return differences(wanted, change).map((attribute) =>
    check.refused('BG0506', `${change.address}: ${attribute} is not the wanted value`),
  );
}
