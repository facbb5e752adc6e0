/** Which lock is taken away, what is written of it, and what a lock does to apply and sweep. */
import { describe, expect, test } from 'vitest';
import { at, minute, plus } from '../../../src/grant/lifetime.ts';
import { applyLimit, lockWait, patience, planLimit } from '../../../src/outside/terraform/limits.ts';
import type { StateLock } from '../../../src/ports.ts';
import { knownGone, longestRun } from '../../../src/steps/state-lock.ts';
import { alba, type Scene, scene } from '../../world/scene.ts';

const now = at('2026-11-22T03:10:00Z');
const lock: StateLock = {
  id: '7c6ce4b2-6c92-ba53-e8bf-dd7f4a8ce84b',
  who: 'mei@bastion',
  operation: 'OperationTypeApply',
  created: plus(now, -minute),
  owner: 'unknown',
};

describe('a lock', () => {
  test('is old when no run of ours can be as old', () => {
    expect(longestRun).toBeGreaterThanOrEqual(planLimit + applyLimit + patience + lockWait);
  });

  test.each<[string, Partial<StateLock>, boolean]>([
    ['fresh, of nobody knows whom', {}, false],
    ['of a process that is gone', { owner: 'gone' }, true],
    ['as old as the longest run', { created: plus(now, -longestRun) }, false],
    ['older than that', { created: plus(now, -longestRun - 1) }, true],
    [
      'older than that, of a process that is there',
      { created: plus(now, -longestRun - 1), owner: 'alive' },
      false,
    ],
    ['of a clock that is ahead', { created: plus(now, minute) }, false],
  ])('%s', (_, change, gone) => {
    expect(knownGone({ ...lock, ...change }, now) !== undefined).toBe(gone);
  });
});

/** The state of the scene is locked by `held` until somebody takes that lock away. */
function lockState(of: Scene, held: StateLock): void {
  of.fake.state.lock = { ...held, run: 'elsewhere' };
}

async function unlocked(of: Scene) {
  const keys = [...of.store.objects.keys()].filter((key) => key.startsWith('log/')).sort();
  const entries = keys.map((key) => JSON.parse(new TextDecoder().decode(of.store.objects.get(key))));
  return entries.filter(({ kind }) => kind === 'unlocked');
}

const unlocks = ({ calls }: Scene) => calls.filter((call) => call.startsWith('terraform.unlock'));

test('apply takes a dead lock away, writes who it was of, and opens', async () => {
  const at = await scene([alba]);
  lockState(at, { ...lock, owner: 'gone' });
  expect((await at.apply()).opened).toHaveLength(1);
  expect(unlocks(at)).toEqual([`terraform.unlock ${lock.id}`]);
  expect(await unlocked(at)).toMatchObject([
    {
      grant: null,
      body: {
        id: lock.id,
        who: 'mei@bastion',
        operation: 'OperationTypeApply',
        created: '2026-11-22T03:09:00Z',
        why: 'its process is gone from this machine',
      },
    },
  ]);
});

test('apply leaves a lock alone that somebody may hold, says who, and has opened nothing', async () => {
  const at = await scene([alba]);
  lockState(at, lock);
  await expect(at.apply()).rejects.toMatchObject({
    code: 'BG0605',
    message: 'the state of prod-eu is locked by mei@bastion (apply) since 2026-11-22T03:09:00Z',
    hint: expect.stringMatching(/began 1 min ago .* wait for it/),
  });
  expect(unlocks(at)).toEqual([]);
  expect(await unlocked(at)).toEqual([]);
  expect([...at.aws.roles.keys()]).toEqual([]);
  expect([...at.store.objects.keys()].filter((key) => key.startsWith('warrants/'))).toEqual([]);
});

test('a lock that is released while we ask is no obstacle, one that comes after it is', async () => {
  const at = await scene([alba]);
  lockState(at, lock);
  at.when('terraform.plan', () => {
    at.fake.state.lock = undefined;
  });
  at.when('terraform.heldBy', () => lockState(at, lock));
  await expect(at.apply()).rejects.toMatchObject({
    code: 'BG0605',
    message: expect.stringContaining('is held by mei@bastion'),
  });
  expect(unlocks(at)).toEqual([]);
});

test('a sweep cuts beside a lock, keeps what it may not remove, and finishes when the lock is gone', async () => {
  const at = await scene([alba]);
  await at.apply();
  at.clock.set('2026-11-22T04:20:00Z');
  lockState(at, { ...lock, created: plus(at.clock.now(), -minute) });
  const { conclusions } = await at.sweep();
  expect(at.aws.roles.get(alba)?.attached).toEqual(['arn:aws:iam::aws:policy/AWSDenyAll']);
  expect([...at.aws.openings.keys()]).toEqual([]);
  expect(at.aws.schedules.size).toBe(1);
  expect(conclusions).toMatchObject([
    {
      state: 'residual',
      grant: alba,
      open: expect.arrayContaining([expect.stringContaining('locked by mei@bastion')]),
    },
  ]);
  const written = at.store.objects.size;
  await at.sweep();
  expect(at.store.objects.size).toBe(written);
  at.fake.state.lock = undefined;
  expect((await at.sweep()).conclusions).toMatchObject([{ state: 'closed', grant: alba }]);
  expect(at.aws.schedules.size).toBe(0);
});
