/**
 * The documents once more, from what was understood of them. Written apart from src/grant/policy
 * and wanted.ts on purpose: a condition that they lose must make the two differ, not vanish from both.
 */
import { canonical } from '../canonical.ts';
import {
  boundaryArn,
  endFunctionArn,
  policyName,
  rolePath,
  scheduleGroup,
  scheduleName,
  schedulerRoleArn,
} from '../names.ts';
import type { Given } from './given.ts';
import type { Piece } from './understand.ts';
import { type Fields, inside, permissions } from './write-permissions.ts';

export function writeGiven(given: Given): Piece[] {
  const { role, target, account } = given;
  return [
    {
      what: 'role',
      value: {
        name: role,
        path: rolePath(target),
        max_session_duration: 3600,
        permissions_boundary: boundaryArn(account, target),
      },
    },
    ...document('trust policy', trust(given)),
    { what: 'policy', value: { name: policyName, role } },
    ...document('permission policy', permissions(given)),
    ...given.openings.map(({ securityGroup, port, range }) => ({
      what: 'opening',
      value: {
        security_group_id: securityGroup,
        ip_protocol: 'tcp',
        from_port: port,
        to_port: port,
        [range.includes(':') ? 'cidr_ipv6' : 'cidr_ipv4']: range,
      },
    })),
    ...given.schedules.map((schedule) => ({ what: 'schedule', value: scheduled(given, schedule) })),
  ];
}

function document(what: string, statements: readonly Fields[]): Piece[] {
  return [
    { what, value: { Version: '2012-10-17' } },
    ...statements.map((value) => ({ what: `statement of the ${what}`, value })),
  ];
}

function trust({ account, who, session, secondFactor, ...window }: Given): Fields[] {
  const arn = `arn:aws:iam::${account}:`;
  const roles = `${arn}role/aws-reserved/sso.amazonaws.com`;
  const set = who.kind === 'iamUser' ? '' : `AWSReservedSSO_${who.permissionSet}_????????????????`;
  const pin: Fields =
    who.kind === 'iamUser'
      ? {}
      : {
          ArnLike: { 'aws:PrincipalArn': [`${roles}/${set}`, `${roles}/*/${set}`] },
          StringLike: { 'aws:userid': `*:${who.user}` },
        };
  const factor: Fields =
    secondFactor === null
      ? {}
      : {
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          NumericLessThan: { 'aws:MultiFactorAuthAge': String(secondFactor) },
        };
  const id = who.kind === 'iamUser' || who.userId === undefined ? {} : { 'identitystore:UserId': who.userId };
  const names = (...keys: string[]): Fields => ({
    StringEquals: { ...Object.fromEntries(keys.map((key) => [key, session])), ...id },
  });
  const allow = (action: string, limits: Fields): Fields => ({
    Effect: 'Allow',
    Principal: { AWS: who.kind === 'iamUser' ? `${arn}user/${who.user}` : `${arn}root` },
    Action: action,
    Condition: { ...pin, ...limits, ...inside(window) },
  });
  return [
    allow('sts:AssumeRole', { ...names('sts:RoleSessionName', 'sts:SourceIdentity'), ...factor }),
    allow('sts:SetSourceIdentity', names('sts:SourceIdentity')),
  ];
}

function scheduled(
  { role, target, account, region }: Given,
  { name, at }: { name: string; at: string },
): Fields {
  const n = Number(/-(\d+)$/.exec(name)?.[1] ?? -1);
  return {
    name: scheduleName(role, n),
    group_name: scheduleGroup(target),
    state: 'ENABLED',
    schedule_expression: `at(${at})`,
    schedule_expression_timezone: 'UTC',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: endFunctionArn(account, region, target),
      role_arn: schedulerRoleArn(account, target),
      input: canonical({ v: 'breakglass/event/1', verb: 'end', target, grant: role, n }),
    },
  };
}
