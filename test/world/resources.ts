/** How Terraform's resources come and go in the account. */
import type { Instant } from '../../src/grant/lifetime.ts';
import type { Json, Resource } from '../../src/grant/resources.ts';
import type { StandingOpening, StandingRole, StandingSchedule } from '../../src/ports.ts';
import { Outage } from '../../src/problem/outage.ts';
import type { FakeAws } from './aws.ts';

/** Returns the id that Terraform keeps. Throws where AWS refuses: what is there is not made twice. */
export function make({ type, values }: Resource, aws: FakeAws, now: Instant): string {
  const name = text(values['name']);
  switch (type) {
    case 'aws_iam_role':
      if (aws.roles.has(name))
        throw new Outage(`EntityAlreadyExists: Role with name ${name} already exists.`);
      aws.roles.set(name, roleOf(name, values, { account: aws.account, now }));
      return name;
    case 'aws_iam_role_policy': {
      const role = aws.roles.get(text(values['role']));
      if (!role) throw new Outage(`NoSuchEntity: Role ${text(values['role'])} not found`);
      const documents = { ...role.documents, [name]: values['policy'] ?? null };
      aws.roles.set(role.name, { ...role, documents });
      return `${role.name}:${name}`;
    }
    case 'aws_scheduler_schedule':
      if (aws.schedules.has(name)) throw new Outage(`ConflictException: Schedule ${name} already exists.`);
      aws.schedules.set(name, scheduleOf(name, values));
      return `${text(values['group_name'])}/${name}`;
    case 'aws_vpc_security_group_ingress_rule':
      return makeOpening(values, aws);
  }
}

function makeOpening(values: Resource['values'], aws: FakeAws): string {
  const opening = openingOf(`sgr-${String(aws.rules + 1).padStart(17, '0')}`, values);
  const same = [...aws.openings.values()].some(
    ({ securityGroup, protocol, fromPort, toPort, range }) =>
      securityGroup === opening.securityGroup &&
      [protocol, fromPort, toPort, range].join() ===
        [opening.protocol, opening.fromPort, opening.toPort, opening.range].join(),
  );
  if (same) throw new Outage('InvalidPermission.Duplicate: the specified rule already exists');
  aws.rules += 1;
  aws.openings.set(opening.ruleId, opening);
  return opening.ruleId;
}

/** What is gone already is gone. */
export function unmake({ type, values }: Resource, id: string, aws: FakeAws): void {
  const role = aws.roles.get(text(values['role']));
  if (type === 'aws_iam_role') aws.roles.delete(id);
  if (type === 'aws_scheduler_schedule') aws.schedules.delete(text(values['name']));
  if (type === 'aws_vpc_security_group_ingress_rule') aws.openings.delete(id);
  if (type !== 'aws_iam_role_policy' || !role) return;
  const { [text(values['name'])]: _, ...documents } = role.documents;
  aws.roles.set(role.name, { ...role, documents });
}

/** Does AWS have the thing that the state knows by this id? */
export function isThere({ type, values }: Resource, id: string, aws: FakeAws): boolean {
  if (type === 'aws_iam_role') return aws.roles.has(id);
  if (type === 'aws_iam_role_policy')
    return text(values['name']) in (aws.roles.get(text(values['role']))?.documents ?? {});
  if (type === 'aws_scheduler_schedule') return aws.schedules.has(text(values['name']));
  return aws.openings.has(id);
}

type Values = Resource['values'];

function roleOf(name: string, values: Values, born: { account: string; now: Instant }): StandingRole {
  return {
    name,
    arn: `arn:aws:iam::${born.account}:role${text(values['path'])}${name}`,
    path: text(values['path']),
    createdAt: born.now,
    maxSessionSeconds: Number(values['max_session_duration']),
    boundary: values['permissions_boundary'] == null ? undefined : text(values['permissions_boundary']),
    attached: [],
    trust: values['assume_role_policy'] ?? null,
    documents: {},
    tags: values['tags'] as Record<string, string>,
  };
}

function scheduleOf(name: string, values: Values): StandingSchedule {
  return {
    name,
    expression: text(values['schedule_expression']),
    timeZone: text(values['schedule_expression_timezone']),
    targetArn: (values['target'] as { readonly arn: string }).arn,
    enabled: values['state'] === 'ENABLED',
  };
}

function openingOf(ruleId: string, values: Values): StandingOpening {
  return {
    ruleId,
    securityGroup: text(values['security_group_id']),
    protocol: text(values['ip_protocol']),
    fromPort: Number(values['from_port']),
    toPort: Number(values['to_port']),
    range: text(values['cidr_ipv4'] ?? values['cidr_ipv6']),
    description: text(values['description']),
    tags: values['tags'] as Record<string, string>,
  };
}

function text(value: Json | undefined): string {
  return String(value);
}
