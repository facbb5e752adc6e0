/** What the documents are in themselves. What they mean is judged in test/judge. */
import { expect, test } from 'vitest';
import { permissionPolicy } from '../../../../src/grant/policy/permissions.ts';
import { trustPolicy } from '../../../../src/grant/policy/trust.ts';
import { sample, sampleWindow } from '../sample-grant.ts';

test('a login that was not drawn is a bug and not a policy', () => {
  expect(() => permissionPolicy(sample, sampleWindow, {})).toThrow('no login was drawn for orders-prod');
});

test('the longest trust policy fits into the 2,048 characters that AWS allows', () => {
  const identity = {
    kind: 'identityCenter',
    user: 'u'.repeat(64),
    permissionSet: 's'.repeat(32),
    userId: '0'.repeat(47),
  } as const;
  const person = { ...sample.person, id: 'p'.repeat(40), identity };
  const { length } = JSON.stringify(trustPolicy({ ...sample, person }, sampleWindow));
  expect(length).toBeGreaterThan(1700);
  expect(length).toBeLessThanOrEqual(2048);
});

test('no instant stands in a policy but those of the window', () => {
  const documents = JSON.stringify([
    trustPolicy(sample, sampleWindow),
    permissionPolicy(sample, sampleWindow, { 'orders-prod': 'bg_aaaaaaaaaa' }),
  ]);
  const found = new Set(documents.match(/\d{4}-\d\d-\d\dT[^"]*/g));
  expect([...found].sort()).toEqual(['2026-11-22T04:00:30Z', '2026-11-22T05:00:30Z']);
});
