/** What an approver is stopped at, one step on each side of it. */
import { expect, test } from 'vitest';
import { aroundOf } from '../../../../src/grant/explain/around.ts';
import { understand } from '../../../../src/grant/explain/understand.ts';
import { unusualOf } from '../../../../src/grant/explain/unusual.ts';
import type { Grant } from '../../../../src/grant/grant.ts';
import { previewResources } from '../../../../src/grant/preview.ts';
import { checked } from '../../view/samples.ts';

type Others = Parameters<typeof unusualOf>[2];

const [lena, alba, , mei] = [
  'carts-item-lena',
  'orders-read-alba',
  'orders-read-bo',
  'orders-unblock-mei',
].map((name) => {
  const grant = checked.sound.find(({ id }) => id.endsWith(name));
  if (!grant) throw new Error(`no grant of ${name}`);
  return grant;
}) as [Grant, Grant, Grant, Grant];

const others: Others = { grants: checked.written.grants.map(({ value }) => value), complete: true };

function seen(grant: Grant, history = others) {
  const read = understand(previewResources(grant));
  if (!read.ok) throw new Error('not understood');
  const { estate } = checked;
  const levels = grant.access.filter((one) => one.kind === 'database');
  return unusualOf(
    read.value,
    aroundOf(read.value, { estate, levels, playbook: grant.playbook.value.id }),
    history,
  );
}

const about = (lines: readonly string[], word: string) => lines.some((line) => line.includes(word));

test('the second factor, where AWS cannot see it', () => {
  expect(about(seen(alba).unusual, 'second factor')).toBe(true);
  expect(about(seen(mei).unusual, 'second factor')).toBe(false);
});

test.each([
  [95, undefined],
  [96, 'Nearly as long as the playbook allows: 96 of 120 minutes.'],
  [119, 'Nearly as long as the playbook allows: 119 of 120 minutes.'],
  [120, 'As long as the playbook allows: 120 of 120 minutes.'],
])('%i of 120 minutes', (minutes, line) => {
  const found = seen({ ...alba, minutes }).unusual.find((one) => one.includes('playbook allows'));
  expect(found).toBe(line);
});

test('the widest level of a database', () => {
  expect(about(seen(mei).unusual, 'UNBLOCK is the widest level of orders-prod')).toBe(true);
  expect(about(seen(alba).unusual, 'widest')).toBe(false);
});

test('the first use of a playbook', () => {
  expect(about(seen(mei).unusual, 'First use of playbook bad-migration')).toBe(true);
  expect(about(seen(alba).unusual, 'First use')).toBe(false);
  const later = [{ id: '2026-11-23-orders-unblock-chidi', person: 'chidi', playbook: 'bad-migration' }];
  expect(about(seen(mei, { grants: later, complete: true }).unusual, 'First use')).toBe(true);
  const sameDay = [{ id: '2026-11-22-orders-unblock-chidi', person: 'chidi', playbook: 'bad-migration' }];
  expect(about(seen(mei, { grants: sameDay, complete: true }).unusual, 'First use')).toBe(false);
});

test('the third grant of a day', () => {
  const more = ['a', 'b'].map((name) => ({ id: `2026-11-22-${name}`, person: 'mei', playbook: 'x' }));
  const yesterday = { id: '2026-11-21-c', person: 'mei', playbook: 'x' };
  const all = [...more, { id: mei.id, person: 'mei', playbook: 'bad-migration' }];
  expect(about(seen(mei, { grants: all, complete: true }).unusual, 'One of 3 grants')).toBe(true);
  expect(about(seen(mei, { grants: [...all.slice(1), yesterday], complete: true }).unusual, 'One of')).toBe(
    false,
  );
});

test('all columns, and as many keys as the playbook allows', () => {
  const table = (change: object) => ({
    ...lena,
    access: lena.access.map((one) => (one.kind === 'table' ? { ...one, ...change } : one)),
  });
  expect(about(seen(lena).unusual, 'columns')).toBe(false);
  expect(about(seen(table({ attributes: undefined })).unusual, 'All columns of carts-prod')).toBe(true);
  expect(about(seen(table({ partitionKeys: ['a', 'b', 'c'] })).unusual, 'keys')).toBe(false);
  expect(seen(table({ partitionKeys: ['a', 'b', 'c', 'd'] })).unusual).toContain(
    '4 keys of carts-prod; the playbook allows 5.',
  );
});

test('what the files cannot tell is said to be unknown, and is not called unusual', () => {
  const { unusual, unknown } = seen(mei, { grants: [], complete: false });
  expect(about(unusual, 'First use')).toBe(false);
  expect(about(unknown, 'Whether its playbook was used before')).toBe(true);
  expect(seen(mei).unknown).toEqual([]);
});
