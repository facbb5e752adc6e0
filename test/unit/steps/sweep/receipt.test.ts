/** Who ended what, as the receipt tells it: only what was seen and recorded. */
import { expect, it } from 'vitest';
import type { Receipt } from '../../../../src/steps/sweep/receipt.ts';
import { alba, type Scene, scene } from '../../../world/scene.ts';

const end = '2026-11-22T04:10:00Z';

it('credits the dates when trust and policy stood as the warrant says', async () => {
  const { layers, since } = await receiptAt(await opened(), '2026-11-22T04:10:07Z');
  expect(since).toBe('2026-11-22T04:10:00.000Z');
  expect(layers.map(({ layer, ended }) => [layer, ended?.by, ended?.lateMs])).toEqual([
    ['role', 'the date in its policies', 0],
    ['opening', aRun, 7000],
    ['schedule', aRun, 7000],
  ]);
});

it('credits nothing to the dates of a policy that was replaced', async () => {
  const one = await opened();
  const role = one.aws.roles.get(alba);
  if (!role) throw new Error('no role');
  one.aws.roles.set(alba, { ...role, documents: { breakglass: { Statement: [] } } });
  const { layers } = await receiptAt(one, '2026-11-22T04:20:00Z');
  expect(layers[0]?.ended).toMatchObject({ by: aRun, at: '2026-11-22T04:20:00.000Z', lateMs: 600_000 });
});

it('credits nothing to the dates when the file was deleted before them', async () => {
  const one = await opened();
  one.clock.set('2026-11-22T03:20:00Z');
  one.commit({ [`grants/${alba}.yaml`]: undefined });
  await one.sweep();
  const { layers } = await receiptAt(one, '2026-11-22T03:23:00Z');
  expect(layers.map(({ ended }) => ended?.by)).toEqual([aRun, aRun, aRun]);
  expect(layers.map(({ ended }) => ended?.at)).toEqual(Array(3).fill('2026-11-22T03:20:00.000Z'));
});

it('says of a role that was gone before the cut that nobody of ours ended it', async () => {
  const one = await opened();
  one.aws.roles.delete(alba);
  const { layers } = await receiptAt(one, end);
  expect(layers[0]?.ended?.by).toBe('nobody of ours: it was found absent');
});

it('keeps the first time of what stayed closed when the denial was undone and done again', async () => {
  const one = await opened();
  await receiptAt(one, '2026-11-22T04:10:01Z');
  const role = one.aws.roles.get(alba);
  if (!role) throw new Error('no role');
  one.aws.roles.set(alba, { ...role, boundary: 'another', attached: [] });
  const { layers } = await receiptAt(one, '2026-11-22T04:41:00Z');
  expect(layers.map(({ ended }) => ended?.at)).toEqual([
    '2026-11-22T04:41:00.000Z',
    '2026-11-22T04:10:01.000Z',
    '2026-11-22T04:10:01.000Z',
  ]);
});

const aRun = expect.stringMatching(/^a run of arn:/);

async function opened(): Promise<Scene> {
  const one = await scene([alba]);
  const { opened } = await one.apply();
  expect(opened).toHaveLength(1);
  return one;
}

async function receiptAt(one: Scene, instant: string): Promise<Receipt> {
  one.clock.set(instant);
  const { conclusions } = await one.sweep();
  const closed = conclusions.find((conclusion) => conclusion.state === 'closed');
  if (closed?.state !== 'closed') throw new Error(JSON.stringify(conclusions));
  return closed.receipt;
}
