import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boundaryArn,
  deadLettersArn,
  endFunctionArn,
  loginName,
  type OpeningKey,
  openingId,
  resourceName,
  rolePath,
  scheduleGroup,
  scheduleName,
  schedulerRoleArn,
} from '../../../src/grant/names.ts';

const longestId = `2026-11-22-${'a'.repeat(37)}`;
const longestTarget = 't'.repeat(20);

test('every name holds its target', () => {
  const [account, region, target] = ['111122223333', 'eu-central-1', 'prod-eu'];
  expect([
    rolePath(target),
    boundaryArn(account, target),
    scheduleGroup(target),
    endFunctionArn(account, region, target),
    schedulerRoleArn(account, target),
    deadLettersArn(account, region, target),
  ]).toEqual([
    '/breakglass/prod-eu/',
    'arn:aws:iam::111122223333:policy/breakglass-prod-eu-boundary',
    'breakglass-prod-eu-schedules',
    'arn:aws:lambda:eu-central-1:111122223333:function:breakglass-prod-eu-end',
    'arn:aws:iam::111122223333:role/breakglass-system/prod-eu/scheduler',
    'arn:aws:sqs:eu-central-1:111122223333:breakglass-prod-eu-dead-letters',
  ]);
});

test('the longest names fit where AWS and Terraform want them', () => {
  expect(longestId).toHaveLength(48);
  expect(scheduleName(longestId, 99).length).toBeLessThanOrEqual(64);
  expect(scheduleGroup(longestTarget).length).toBeLessThanOrEqual(64);
  expect(endFunctionArn('1'.repeat(12), 'r', longestTarget).split(':').at(-1)?.length).toBeLessThanOrEqual(
    64,
  );
  expect(resourceName(longestId, 'policy')).toMatch(/^[a-z][a-z0-9-]*$/);
});

test('no grant can lie in the folder of the system roles', () => {
  expect(rolePath('anything').startsWith('/breakglass/')).toBe(true);
  expect(schedulerRoleArn('1', 'anything')).not.toContain('role/breakglass/');
});

const key: OpeningKey = { securityGroup: 'sg-1', protocol: 'tcp', port: 5432, range: '203.0.113.0/28' };

test('an opening is told apart by group, protocol, port and range, and by nothing else', () => {
  const others: Record<keyof OpeningKey, OpeningKey> = {
    securityGroup: { ...key, securityGroup: 'sg-2' },
    protocol: { ...key, protocol: 'udp' },
    port: { ...key, port: 5433 },
    range: { ...key, range: '203.0.113.0/29' },
  };
  const ids = [key, ...Object.values(others)].map(openingId);
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{10}$/);
  const { range, port, protocol, securityGroup } = key;
  expect(openingId({ range, port, protocol, securityGroup })).toBe(openingId(key));
});

test('a login is three and ten characters that every engine takes as they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (random) => {
      expect(loginName(random)).toMatch(/^bg_[a-z2-7]{10}$/);
    }),
  );
});

test('a login uses all of the randomness: every byte counts, every letter is as likely', () => {
  const zero = new Uint8Array(10);
  for (let byte = 0; byte < 10; byte += 1) {
    expect(loginName(Uint8Array.from(zero, (_, n) => (n === byte ? 1 : 0)))).not.toBe(loginName(zero));
  }
  const letters = Array.from({ length: 256 }, (_, n) => loginName(new Uint8Array(10).fill(n))[3] ?? '');
  const counts = letters.map((letter) => letters.filter((one) => one === letter).length);
  expect(new Set(letters).size).toBe(32);
  expect(new Set(counts)).toEqual(new Set([8]));
});
