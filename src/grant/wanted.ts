/** What a grant wants to stand: its role, policy, openings and schedule, as plain values. */
import { canonical } from './canonical.ts';
import type { DatabaseAccess, Grant } from './grant.ts';
import { formatInstant, type Instant, minute } from './lifetime.ts';
import {
  boundaryArn,
  deadLettersArn,
  endFunctionArn,
  type OpeningKey,
  openingId,
  policyName,
  resourceName,
  rolePath,
  scheduleGroup,
  scheduleName,
  schedulerRoleArn,
} from './names.ts';
import type { Window } from './policy/document.ts';
import { type Logins, permissionPolicy } from './policy/permissions.ts';
import { trustPolicy } from './policy/trust.ts';
import { addressOf, type Json, type Resource } from './resources.ts';

/**
 * The resources of one grant. The schedule that ends it comes first and the policy depends on it;
 * openings depend on nothing, because they permit nothing by themselves and may belong to several grants.
 */
export function wantedResources(grant: Grant, window: Window, logins: Logins): Resource[] {
  const openings = openingKeys(grant).map((key) => opening(grant.target.id, key));
  const schedule = endSchedule(grant, window.end, 0);
  const role = grantRole(grant, window, logins);
  return [schedule, role, grantPolicy({ grant, window, logins, after: [schedule, role] }), ...openings];
}

/** One opening per database and range of the grant's network; the same need of several entries is one. */
export function openingKeys(grant: Grant): OpeningKey[] {
  const databases = grant.access.filter((access): access is DatabaseAccess => access.kind === 'database');
  const keys = databases.flatMap(({ securityGroup, port }) =>
    grant.from.cidrs.map((range) => ({ securityGroup, protocol: 'tcp', port, range })),
  );
  return [...new Map(keys.map((key) => [openingId(key), key])).values()];
}

/** Tag values that the end goes by when the archive cannot be read. */
function grantTags(grant: Grant, window: Window, logins: Logins): Record<string, string> {
  const lists = {
    'breakglass:logins': Object.values(logins).sort().join(' '),
    'breakglass:openings': openingKeys(grant).map(openingId).sort().join(' '),
  };
  return {
    'breakglass:end': formatInstant(window.end),
    'breakglass:grant': grant.id,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== '')),
  };
}

function grantRole(grant: Grant, window: Window, logins: Logins): Resource {
  return {
    type: 'aws_iam_role',
    name: resourceName(grant.id, 'role'),
    dependsOn: [],
    values: {
      name: grant.id,
      path: rolePath(grant.target.id),
      description: `Emergency grant of ${grant.person.id} under playbook ${grant.playbook.value.id}`,
      assume_role_policy: trustPolicy(grant, window) as unknown as Json,
      max_session_duration: 3600,
      permissions_boundary: boundaryArn(grant.target.account, grant.target.id),
      force_detach_policies: true,
      tags: grantTags(grant, window, logins),
    },
  };
}

function grantPolicy(wanted: {
  readonly grant: Grant;
  readonly window: Window;
  readonly logins: Logins;
  readonly after: readonly Resource[];
}): Resource {
  const { grant, window, logins, after } = wanted;
  return {
    type: 'aws_iam_role_policy',
    name: resourceName(grant.id, 'policy'),
    dependsOn: after.map(addressOf),
    values: {
      name: policyName,
      role: grant.id,
      policy: permissionPolicy(grant, window, logins) as unknown as Json,
    },
  };
}

/** The description is a function of the key alone: an opening has no owner, only grants that need it. */
function opening(target: string, key: OpeningKey): Resource {
  const id = openingId(key);
  return {
    type: 'aws_vpc_security_group_ingress_rule',
    name: `opening-${id}`,
    dependsOn: [],
    values: {
      security_group_id: key.securityGroup,
      ip_protocol: key.protocol,
      from_port: key.port,
      to_port: key.port,
      [key.range.includes(':') ? 'cidr_ipv6' : 'cidr_ipv4']: key.range,
      description: `breakglass opening ${id} of ${target}`,
      tags: { 'breakglass:opening': id, 'breakglass:target': target },
    },
  };
}

/**
 * EventBridge Scheduler fires within a minute, at any second of it. The minute before the end's
 * minute is the last that cannot be late; the function waits for the second.
 */
function endSchedule(grant: Grant, end: Instant, n: number): Resource {
  const { id: target, account, region } = grant.target;
  return {
    type: 'aws_scheduler_schedule',
    name: resourceName(grant.id, `schedule-${n}`),
    dependsOn: [],
    values: {
      name: scheduleName(grant.id, n),
      group_name: scheduleGroup(target),
      description: `Ends grant ${grant.id}`,
      state: 'ENABLED',
      schedule_expression: scheduleExpression(end),
      schedule_expression_timezone: 'UTC',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: endFunctionArn(account, region, target),
        role_arn: schedulerRoleArn(account, target),
        input: canonical({ v: 'breakglass/event/1', verb: 'end', target, grant: grant.id, n }),
        dead_letter_config: { arn: deadLettersArn(account, region, target) },
        retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
      },
    },
  };
}

/** `at(yyyy-mm-ddThh:mm:ss)` without a zone; the zone has a field of its own. */
function scheduleExpression(end: Instant): string {
  const before = (Math.floor(end / minute) * minute - minute) as Instant;
  return `at(${formatInstant(before).slice(0, 19)})`;
}
