/**
 * Is what stands what the warrant says? Pure: compares AWS's answers with the resource values. A
 * grant counts as opened only when every layer was read back as it was meant.
 */
import { canonical } from '../../grant/canonical.ts';
import { policyName } from '../../grant/names.ts';
import type { Json, Resource, ResourceType } from '../../grant/resources.ts';
import { never } from '../../problem/problem.ts';
import { idOf, idOfWanted } from '../sweep/presence.ts';
import type { ReadBack, Standing } from '../sweep/standing.ts';

/** Every difference, in words; empty when all of it stands as it was meant. */
export function differences(resources: readonly Resource[], standing: ReadBack): string[] {
  return resources.flatMap((resource) => difference(resource, standing));
}

function difference(resource: Resource, standing: ReadBack): string[] {
  const type: ResourceType = resource.type;
  switch (type) {
    case 'aws_iam_role':
      return roleDifference(resource.values, standing);
    case 'aws_iam_role_policy':
      return policyDifference(resource.values, standing);
    case 'aws_vpc_security_group_ingress_rule':
      return openingDifference(resource, standing);
    case 'aws_scheduler_schedule':
      return scheduleDifference(resource.values, standing);
    default:
      return never(type);
  }
}

type Values = Resource['values'];

function roleDifference(values: Values, { roles }: Standing): string[] {
  const name = String(values['name']);
  const role = roles.items.find((one) => one.name === name);
  if (!role) return [`role ${name} does not stand`];
  return unequal(`role ${name}`, [
    ['path', role.path, values['path']],
    ['trust', role.trust, values['assume_role_policy']],
    ['boundary', role.boundary ?? null, values['permissions_boundary']],
    ['longest session', role.maxSessionSeconds, values['max_session_duration']],
    ['tags', role.tags, values['tags']],
    ['attached policies', role.attached, []],
  ]);
}

/** The one inline policy, and no other beside it. */
function policyDifference(values: Values, { roles }: Standing): string[] {
  const name = String(values['role']);
  const role = roles.items.find((one) => one.name === name);
  if (!role) return [`policy of role ${name} does not stand`];
  return unequal(`role ${name}`, [['policies', role.documents, { [policyName]: values['policy'] ?? null }]]);
}

function openingDifference(resource: Resource, { openings }: Standing): string[] {
  const id = idOfWanted(resource);
  const found = openings.items.find((opening) => idOf(opening) === id);
  if (!found) return [`opening ${id} does not stand`];
  return unequal(`opening ${id}`, [['last port', found.toPort, resource.values['to_port']]]);
}

function scheduleDifference(values: Values, { schedules }: ReadBack): string[] {
  const name = String(values['name']);
  const found = schedules.items.find((schedule) => schedule.name === name);
  if (!found) return [`schedule ${name} does not stand`];
  const target = values['target'];
  const arn = target !== null && typeof target === 'object' && 'arn' in target ? target['arn'] : null;
  return unequal(`schedule ${name}`, [
    ['time', found.expression, values['schedule_expression']],
    ['time zone', found.timeZone, values['schedule_expression_timezone']],
    ['function', found.targetArn, arn],
    ['state', found.enabled ? 'ENABLED' : 'DISABLED', values['state']],
  ]);
}

function unequal(what: string, pairs: readonly (readonly [string, Json, Json | undefined])[]): string[] {
  return pairs
    .filter(([, is, wanted]) => canonical(is) !== canonical(wanted ?? null))
    .map(([part]) => `${what} has another ${part} than its warrant says`);
}
