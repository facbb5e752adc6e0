/** The local AWS with its real moto: what the seed makes of an estate, the clock, and the lock file of it. */
import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, type Instant } from '../../src/grant/lifetime.ts';
import { formatLock } from '../../src/grant/lock.ts';
import { compareLock } from '../../src/grant/lock-compare.ts';
import { boundaryArn, rolePath, scheduleGroup, schedulerRoleArn } from '../../src/grant/names.ts';
import { type LocalAws, startLocalAws } from '../../src/local/local-aws.ts';
import { localClock } from '../../src/local/local-clock.ts';
import { seedLocalAws } from '../../src/local/seed.ts';
import { openCloud } from '../../src/outside/aws/cloud.ts';
import { connect } from '../../src/outside/aws/connection.ts';
import { machineClock } from '../../src/outside/clock.ts';
import type { Cloud } from '../../src/ports.ts';
import { lockEstate } from '../../src/steps/lock-estate.ts';
import { account, localEstate, region, target } from './local-estate.ts';

const clock = localClock(machineClock);
let aws: LocalAws;
let cloud: Cloud;
let groups: Map<string, string>;

beforeAll(async () => {
  aws = await startLocalAws({ account, region, clock });
  groups = await seedLocalAws(aws.endpoint, localEstate(), target);
  cloud = openCloud({ account, region, endpoint: aws.endpoint, clock: machineClock });
});

afterAll(async () => {
  await aws.stop();
  await aws.stop();
});

test('the account is the one that was asked for, and the clocks agree', async () => {
  const { account: found, arn, clock: offset } = await cloud.caller();
  expect(found).toBe(account);
  expect(arn).toContain(`:${account}:`);
  expect(Math.abs(offset.offsetMs)).toBeLessThanOrEqual(offset.uncertaintyMs);
  expect(offset.uncertaintyMs).toBeGreaterThanOrEqual(1000);
});

test('another account answers nothing but who it is', async () => {
  const other = openCloud({ account: '999999999999', region, endpoint: aws.endpoint, clock: machineClock });
  expect((await other.caller()).account).toBe(account);
  await expect(other.roles(rolePath(target))).rejects.toThrow(
    /of account 111122223333.*account 999999999999/,
  );
  await expect(other.openings(target, [])).rejects.toThrow('999999999999');
  await expect(other.denyRole('anyone')).rejects.toThrow('999999999999');
  await expect(other.closeOpenings('sg-1', ['sgr-1'])).rejects.toThrow('999999999999');
});

test('databases: a cluster and an instance', async () => {
  expect(await cloud.database({ cluster: 'orders-prod' })).toEqual({
    arn: `arn:aws:rds:${region}:${account}:cluster:orders-prod`,
    kind: 'cluster',
    resourceId: expect.stringMatching(/^cluster-[A-Za-z0-9]+$/),
    engine: 'aurora-postgresql',
    port: 5432,
    securityGroups: [groups.get('orders-prod')],
    iamAuthentication: true,
    exportedLogs: ['postgresql'],
  });
  expect(await cloud.database({ instance: 'stock-prod' })).toMatchObject({
    kind: 'instance',
    resourceId: expect.stringMatching(/^db-[A-Za-z0-9]+$/),
    engine: 'mariadb',
    port: 3306,
    securityGroups: [groups.get('stock')],
    iamAuthentication: true,
    exportedLogs: ['audit', 'error'],
  });
});

test('a table with its keys and indexes', async () => {
  expect(await cloud.table('carts-prod')).toEqual({
    arn: `arn:aws:dynamodb:${region}:${account}:table/carts-prod`,
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'version', type: 'N' },
    indexes: { 'by-customer': { partitionKey: { name: 'customer', type: 'S' }, sortKey: undefined } },
  });
});

test('groups, people, boundary, the role of the scheduler and its group', async () => {
  const client = new iam.IAMClient(connect({ region, endpoint: aws.endpoint }).settings);
  expect(await cloud.securityGroup(groups.get('stock') ?? '')).toEqual({ account });
  const { Users } = await client.send(new iam.ListUsersCommand({}));
  expect(Users?.map(({ UserName }) => UserName)).toEqual(['mei']);
  const boundary = await client.send(new iam.GetPolicyCommand({ PolicyArn: boundaryArn(account, target) }));
  expect(boundary.Policy?.PolicyName).toBe('breakglass-prod-eu-boundary');
  expect((await cloud.role('scheduler'))?.arn).toBe(schedulerRoleArn(account, target));
  expect(await cloud.schedules(scheduleGroup(target))).toEqual({ complete: true, items: [] });
  expect(await cloud.roles(rolePath(target))).toEqual({ complete: true, items: [] });
  // The groups for openings are empty: nothing stands before a grant.
  expect(await cloud.openings(target, [...groups.values()])).toEqual({ complete: true, items: [] });
});

test('what is not there is undefined or empty, and in another region nothing is', async () => {
  expect(await cloud.database({ cluster: 'stock-prod' })).toBeUndefined();
  expect(await cloud.database({ instance: 'orders-prod' })).toBeUndefined();
  expect(await cloud.table('carts')).toBeUndefined();
  expect(await cloud.role('nobody')).toBeUndefined();
  expect(await cloud.securityGroup('sg-00000000000000000')).toBeUndefined();
  expect(await cloud.schedules('no-such-group')).toEqual({ complete: true, items: [] });
  const elsewhere = openCloud({ account, region: 'us-east-1', endpoint: aws.endpoint, clock: machineClock });
  expect(await elsewhere.database({ cluster: 'orders-prod' })).toBeUndefined();
  expect(await elsewhere.table('carts-prod')).toBeUndefined();
  expect(await elsewhere.securityGroup(groups.get('stock') ?? '')).toBeUndefined();
});

test('the lock file: twice the same bytes, and what another survey found stays in it', async () => {
  const first = await lockEstate(localEstate(groups), target, cloud);
  const second = await lockEstate(localEstate(groups), target, cloud);
  if (!first.lock || !second.lock) throw new Error('no lock file was made');
  expect(first.problems).toEqual([]);
  const text = formatLock(first.lock);
  expect(formatLock(second.lock)).toBe(text);
  expect(text.endsWith('}\n')).toBe(true);
  expect(text).not.toMatch(/\d{4}-\d\d-\d\dT/);
  expect(first.lock.tables['carts']?.itemCallsLogged).toBe('yes');
  expect(first.lock.databases['orders-prod']?.levels).toEqual({ read: 'unknown' });
  expect(Object.keys(first.lock.databases)).toEqual(['orders-prod', 'stock']);
  expect(compareLock(first.lock, second.lock)).toEqual([]);
});

test('groups that are not in this AWS are named, and nothing is locked', async () => {
  const { lock, problems } = await lockEstate(localEstate(), target, cloud);
  expect(lock).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual(['BG0254', 'BG0254']);
});

test("AWS's clock can be moved forward, and shows as an offset", async () => {
  clock.jumpTo((machineClock.now() + hour) as Instant);
  const { clock: offset } = await cloud.caller();
  expect(Math.abs(offset.offsetMs - hour)).toBeLessThanOrEqual(offset.uncertaintyMs);
  // Everything else goes on working with a clock that far ahead.
  expect((await cloud.roles(rolePath(target))).complete).toBe(true);
});
