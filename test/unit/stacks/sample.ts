/** Resources of a small grant, as the resources of a real one look: for tests of synthesis, review and Terraform. */

import { addressOf, type Resource } from '../../../src/grant/resources.ts';
import type { SynthesisInput } from '../../../src/ports.ts';

export const account = '111122223333';

export const region = 'eu-central-1';

/** Same network and database for every grant: they share this opening. */
export const sharedOpening = 'aws_vpc_security_group_ingress_rule.opening-5d0c31aa92';

/** Schedule, role, policy and opening of `grant`; `group` is the database's security group. */
export function sampleGrant(grant: string, group = 'sg-0a1b2c3d4e5f60718'): Resource[] {
  const resources = [schedule(grant), role(grant)];
  return [...resources, policy(grant, resources.map(addressOf)), opening(group)];
}

/** Resources of several grants, each once. */
export function together(...grants: readonly Resource[][]): Resource[] {
  return [...new Map(grants.flat().map((resource) => [addressOf(resource), resource])).values()];
}

export function sampleInput(resources: readonly Resource[], preview = false): SynthesisInput {
  const state = { kind: 'local', path: 'terraform.tfstate' } as const;
  return { target: 'prod-eu', settings: { account, region, state, preview }, resources };
}

/** The same with its state in S3. */
export function inS3(input: SynthesisInput): SynthesisInput {
  const state = {
    kind: 's3',
    bucket: `breakglass-prod-eu-state-${account}`,
    key: 'terraform.tfstate',
  } as const;
  return { ...input, settings: { ...input.settings, state } };
}

function schedule(grant: string): Resource {
  return {
    type: 'aws_scheduler_schedule',
    name: `grant-${grant}-schedule-0`,
    dependsOn: [],
    values: {
      name: `${grant}-0`,
      group_name: 'breakglass-prod-eu-schedules',
      description: `Ends grant ${grant}`,
      state: 'ENABLED',
      schedule_expression: 'at(2026-11-22T04:39:00)',
      schedule_expression_timezone: 'UTC',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: `arn:aws:lambda:${region}:${account}:function:breakglass-prod-eu-end`,
        role_arn: `arn:aws:iam::${account}:role/breakglass-system/prod-eu/scheduler`,
        input: `{"grant":"${grant}","n":0,"verb":"end"}`,
        dead_letter_config: { arn: `arn:aws:sqs:${region}:${account}:breakglass-prod-eu-dead-letters` },
        retry_policy: { maximum_event_age_in_seconds: 86_400, maximum_retry_attempts: 185 },
      },
    },
  };
}

function role(grant: string): Resource {
  return {
    type: 'aws_iam_role',
    name: `grant-${grant}-role`,
    dependsOn: [],
    values: {
      name: grant,
      path: '/breakglass/prod-eu/',
      description: 'Emergency grant of alba under playbook orders-db-read',
      assume_role_policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
            Principal: { AWS: `arn:aws:iam::${account}:user/alba` },
            Condition: { DateLessThan: { 'aws:CurrentTime': '2026-11-22T04:40:00Z' } },
          },
        ],
      },
      max_session_duration: 3600,
      permissions_boundary: `arn:aws:iam::${account}:policy/breakglass-prod-eu-boundary`,
      force_detach_policies: true,
      tags: { 'breakglass:end': '2026-11-22T04:40:00Z', 'breakglass:grant': grant },
    },
  };
}

function policy(grant: string, dependsOn: readonly string[]): Resource {
  const user = `arn:aws:rds-db:${region}:${account}:dbuser:cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ/bg_k3v9q2m4x7`;
  return {
    type: 'aws_iam_role_policy',
    name: `grant-${grant}-policy`,
    dependsOn,
    values: {
      name: 'breakglass',
      role: grant,
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Connect', Effect: 'Allow', Action: 'rds-db:connect', Resource: user },
          { Sid: 'Only', Effect: 'Deny', NotAction: ['rds-db:connect'], Resource: '*' },
        ],
      },
    },
  };
}

function opening(group: string): Resource {
  return {
    type: 'aws_vpc_security_group_ingress_rule',
    name: 'opening-5d0c31aa92',
    dependsOn: [],
    values: {
      security_group_id: group,
      ip_protocol: 'tcp',
      from_port: 5432,
      to_port: 5432,
      cidr_ipv4: '203.0.113.0/28',
      description: 'breakglass opening 5d0c31aa92 of prod-eu',
      tags: { 'breakglass:opening': '5d0c31aa92', 'breakglass:target': 'prod-eu' },
    },
  };
}
