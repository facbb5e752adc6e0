/** What a cut and a probe do in AWS: roles, openings and schedules, against the real moto. */
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as scheduler from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsDenyAll, boundaryArn, rolePath, scheduleGroup, schedulerRoleArn } from '../../src/grant/names.ts';
import { type LocalAws, startLocalAws } from '../../src/local/local-aws.ts';
import { seedLocalAws } from '../../src/local/seed.ts';
import { openCloud } from '../../src/outside/aws/cloud.ts';
import { connect } from '../../src/outside/aws/connection.ts';
import { machineClock } from '../../src/outside/clock.ts';
import type { Cloud } from '../../src/ports.ts';
import { account, localEstate, region, target } from './local-estate.ts';

const grant = '2026-11-22-orders-read-alba';
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
};
const policy = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Says100Percent', Effect: 'Deny', Action: ['*'], Resource: ['*'] }],
};

let aws: LocalAws;
let cloud: Cloud;
let roles: iam.IAMClient;
let ours = '';
let others = '';

beforeAll(async () => {
  aws = await startLocalAws({ account, region, clock: machineClock });
  const groups = await seedLocalAws(aws.endpoint, localEstate(), target);
  ours = groups.get('orders-prod') ?? '';
  others = groups.get('stock') ?? '';
  cloud = openCloud({ account, region, endpoint: aws.endpoint, clock: machineClock });
  roles = new iam.IAMClient(connect({ region, endpoint: aws.endpoint }).settings);
  await makeRole(grant, rolePath(target));
  await makeRole(`${grant}-other`, rolePath('prod-eu-2'));
  await makeOpenings();
});

afterAll(() => aws.stop());

test('roles are listed with every detail, of this path only', async () => {
  const listing = await cloud.roles(rolePath(target));
  expect(listing).toEqual({
    complete: true,
    items: [
      {
        name: grant,
        arn: `arn:aws:iam::${account}:role/breakglass/prod-eu/${grant}`,
        path: '/breakglass/prod-eu/',
        createdAt: expect.any(Number),
        maxSessionSeconds: 3600,
        boundary: boundaryArn(account, target),
        attached: [],
        trust,
        documents: { breakglass: policy },
        tags: { 'breakglass:grant': grant },
      },
    ],
  });
  expect(await cloud.role(grant)).toEqual(listing.items[0]);
});

test('denied twice is denied: boundary and attachment; the policy stays, and other roles are not touched', async () => {
  const before = await cloud.role(`${grant}-other`);
  for (const _ of [1, 2]) {
    await cloud.denyRole(grant);
    const denied = { boundary: awsDenyAll, attached: [awsDenyAll], documents: { breakglass: policy } };
    expect(await cloud.role(grant)).toMatchObject(denied);
  }
  expect(await cloud.role(`${grant}-other`)).toEqual(before);
});

test('denying a role that is gone is no error', async () => {
  await expect(cloud.denyRole('2026-11-22-gone')).resolves.toBeUndefined();
});

test('more roles than fit on a page are listed whole', async () => {
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  for (let n = 0; n < 110; n += 1) {
    await roles.send(
      new iam.CreateRoleCommand({ RoleName: `many-${n}`, Path: '/many/', AssumeRolePolicyDocument }),
    );
  }
  const listing = await cloud.roles('/many/');
  expect(listing.complete).toBe(true);
  expect(new Set(listing.items.map((role) => role.name)).size).toBe(110);
});

test('many roles come in few calls, and as each of them says of itself', async () => {
  for (let n = 0; n < 20; n += 1) await makeRole(`${grant}-${n}`, '/breakglass/crowd/');
  await cloud.denyRole(`${grant}-7`);
  const { complete, items } = await cloud.roles('/breakglass/crowd/');
  expect([complete, items.length]).toEqual([true, 20]);
  for (const item of items) expect(item).toEqual(await cloud.role(item.name));
  expect(items.find(({ name }) => name === `${grant}-7`)?.attached).toEqual([awsDenyAll]);
});

test('openings by tag, and everything in the groups, each once, and no way out', async () => {
  const tagged = await cloud.openings(target, []);
  expect(tagged.complete).toBe(true);
  expect(ports(tagged.items)).toEqual([3306, 5432]);
  expect(ports((await cloud.openings(target, [ours])).items)).toEqual([3306, 5432, 5433]);
  expect(ports((await cloud.openings(target, [ours, others])).items)).toEqual([3306, 3307, 3308, 5432, 5433]);
  expect((await cloud.openings('prod', [])).items).toEqual([]);
  expect(tagged.items.find(({ fromPort }) => fromPort === 5432)).toEqual({
    ruleId: expect.stringMatching(/^sgr-/),
    securityGroup: ours,
    protocol: 'tcp',
    fromPort: 5432,
    toPort: 5432,
    range: '203.0.113.0/28',
    description: '',
    tags: { 'breakglass:target': target },
  });
});

test('closed twice is closed, and the others stay', async () => {
  const { items } = await cloud.openings(target, [ours]);
  const rules = items.filter(({ securityGroup }) => securityGroup === ours).map(({ ruleId }) => ruleId);
  expect(rules).toHaveLength(2);
  await cloud.closeOpenings(ours, rules.slice(0, 1));
  await cloud.closeOpenings(ours, rules.slice(0, 1));
  // One of the two is gone already, and the other must go all the same.
  await cloud.closeOpenings(ours, rules);
  expect(ports((await cloud.openings(target, [ours, others])).items)).toEqual([3306, 3307, 3308]);
});

test('closing nothing, or in a group that is gone, is no error', async () => {
  await expect(cloud.closeOpenings(ours, [])).resolves.toBeUndefined();
  await expect(
    cloud.closeOpenings('sg-00000000000000000', ['sgr-00000000000000000']),
  ).resolves.toBeUndefined();
});

test('schedules with expression, zone and target', async () => {
  const client = new scheduler.SchedulerClient(connect({ region, endpoint: aws.endpoint }).settings);
  const arn = `arn:aws:lambda:${region}:${account}:function:breakglass-prod-eu-end`;
  const expression = 'at(2026-11-22T04:39:00)';
  await client.send(
    new scheduler.CreateScheduleCommand({
      Name: `${grant}-0`,
      GroupName: scheduleGroup(target),
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: arn, RoleArn: schedulerRoleArn(account, target) },
    }),
  );
  const group = scheduleGroup(target);
  const name = `${grant}-0`;
  const found = { name, expression, timeZone: 'UTC', targetArn: arn, enabled: true };
  expect(await cloud.schedules(group)).toEqual({ complete: true, items: [{ name }] });
  expect(await cloud.schedule(group, name)).toEqual(found);
  expect(await cloud.schedule(group, `${grant}-1`)).toBeUndefined();
});

async function makeRole(RoleName: string, Path: string): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const PermissionsBoundary = boundaryArn(account, target);
  const Tags = [{ Key: 'breakglass:grant', Value: RoleName }];
  await roles.send(
    new iam.CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument, PermissionsBoundary, Tags }),
  );
  const PolicyDocument = JSON.stringify(policy);
  await roles.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'breakglass', PolicyDocument }));
}

async function makeOpenings(): Promise<void> {
  const client = new ec2.EC2Client(connect({ region, endpoint: aws.endpoint }).settings);
  const open = (GroupId: string, port: number, tag?: string) => {
    const Tags = [{ Key: 'breakglass:target', Value: tag ?? '' }];
    const range = {
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      IpRanges: [{ CidrIp: '203.0.113.0/28' }],
    };
    return client.send(
      new ec2.AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [range],
        ...(tag === undefined ? {} : { TagSpecifications: [{ ResourceType: 'security-group-rule', Tags }] }),
      }),
    );
  };
  await open(ours, 5432, target);
  await open(ours, 5433);
  await open(others, 3306, target);
  await open(others, 3307, 'staging');
  await open(others, 3308);
}

function ports(items: readonly { readonly fromPort: number }[]): number[] {
  return items.map(({ fromPort }) => fromPort).sort();
}
