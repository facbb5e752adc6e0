/** Is something there under the names of a resource, whatever it is otherwise? Pure. */
import { openingId, policyName } from '../../grant/names.ts';
import type { Resource } from '../../grant/resources.ts';
import type { Listing, StandingOpening } from '../../ports.ts';
import { never } from '../../problem/problem.ts';
import type { Standing } from './standing.ts';

/** What a listing that broke off does not show is unknown, not absent. */
export type Presence = 'present' | 'absent' | 'unknown';

export function presenceOf(resource: Resource, { roles, openings, schedules }: Standing): Presence {
  const { type, values } = resource;
  switch (type) {
    case 'aws_iam_role':
      return among(roles, ({ name }) => name === values['name']);
    case 'aws_iam_role_policy':
      return among(roles, ({ name, documents }) => name === values['role'] && policyName in documents);
    case 'aws_vpc_security_group_ingress_rule':
      return among(openings, (opening) => idOf(opening) === idOfWanted(resource));
    case 'aws_scheduler_schedule':
      return among(schedules, ({ name }) => name === values['name']);
    default:
      return never(type);
  }
}

/** The id of a rule that stands: computed from what it opens, never from what its tags say. */
export function idOf(opening: StandingOpening): string {
  const { securityGroup, protocol, fromPort, range } = opening;
  return openingId({ securityGroup, protocol, port: fromPort, range });
}

export function idOfWanted({ values }: Resource): string {
  const range = String(values['cidr_ipv4'] ?? values['cidr_ipv6']);
  const [securityGroup, protocol] = [String(values['security_group_id']), String(values['ip_protocol'])];
  return openingId({ securityGroup, protocol, port: Number(values['from_port']), range });
}

/** Openings are shared: the same need of several grants is one. */
export function isOpening({ type }: Resource): boolean {
  return type === 'aws_vpc_security_group_ingress_rule';
}

/** What has an id of its own in AWS, by which Terraform can find it again. A policy goes with its role. */
export function canBeLost({ type }: Resource): boolean {
  return type === 'aws_iam_role' || type === 'aws_scheduler_schedule';
}

function among<T>(listing: Listing<T>, is: (item: T) => boolean): Presence {
  if (listing.items.some(is)) return 'present';
  return listing.complete ? 'absent' : 'unknown';
}
