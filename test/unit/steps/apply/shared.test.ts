/** Openings that grants share, and plans that another run overtakes: who is slower loses nothing. */
import { expect, it } from 'vitest';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import type { Fault } from '../../../world/calls.ts';
import { alba, bo, type Scene, scene } from '../../../world/scene.ts';
import { endingsOf, entriesOf, warrantsOf } from '../../../world/truth.ts';
import { consistent, isWhole } from '../kills/afterwards.ts';

const albasEnd = '2026-11-22T04:10:00Z';

/** Alba's access stands, and Bo's is asked for; both need the same opening. */
async function besideAlba(now: string): Promise<Scene> {
  const world = await scene([alba]);
  await world.apply();
  world.clock.set(now);
  world.commit({ [`grants/${bo}.yaml`]: (await scene([bo])).text(`grants/${bo}.yaml`) });
  return world;
}

const kinds = (grant: string, world: Scene) => endingsOf(grant, world.fake).map(({ kind }) => kind);
const story = (grant: string, world: Scene) =>
  entriesOf(world.fake).flatMap((entry) => (entry.grant?.id === grant ? [entry.kind] : []));

/** What happens in between, when that was asked for the `count`-th time. */
function nth(count: number, at: string, act: () => unknown): Fault {
  let asked = 0;
  return {
    at,
    how: async () => {
      asked += 1;
      if (asked === count) await act();
    },
  };
}

/** Bo's access is opened while Alba's is still live; then Alba's is over. */
async function opensBo(world: Scene): Promise<void> {
  const now = world.clock.now();
  world.clock.set('2026-11-22T04:09:59Z');
  expect((await world.apply()).opened).toHaveLength(1);
  world.clock.set(new Date(now).toISOString());
}

it('a sweep keeps an opening for a grant that was opened after its look', async () => {
  const world = await besideAlba(albasEnd);
  const rules = [...world.aws.openings.keys()];
  // Twice for the look; what it lists next it lists before it closes.
  const looked = nth(2, 'store.list warrants/', () => opensBo(world));
  const { calls } = await world.run('sweep', { faults: [looked] });
  expect([...world.aws.openings.keys()]).toEqual(rules);
  expect(calls.filter(({ name }) => name === 'cloud.closeOpenings')).toEqual([]);
  expect(kinds(alba, world)).toEqual(['cut', 'removed', 'closed']);
  const left = [expect.stringContaining('opening-')];
  expect(endingsOf(alba, world.fake)[1]?.evidence).toMatchObject({ left });
  consistent(world, 'settled');
});

it.each(['terraform.prepare', 'terraform.plan'])(
  'a removal keeps an opening that another run made meanwhile, at its %s',
  async (at) => {
    const world = await besideAlba(albasEnd);
    await world.run('sweep', { faults: [nth(1, at, () => opensBo(world))] });
    expect(world.aws.openings.size).toBe(1);
    expect(kinds(alba, world)).not.toContain('residual');
    expect(kinds(alba, world)).toContain('closed');
    consistent(world, 'settled');
  },
);

it('an opening that is gone comes back with the next apply, once, and that is on record', async () => {
  const world = await scene([alba]);
  await world.apply();
  const before = [...world.aws.openings.values()].map(({ range }) => range);
  world.aws.openings.clear();
  expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([alba]);
  expect(world.aws.openings.size).toBe(0);
  const { opened, problems, choice } = await world.apply();
  expect([opened, problems, choice.kept]).toEqual([[], [], [alba]]);
  expect([...world.aws.openings.values()].map(({ range }) => range)).toEqual(before);
  expect(story(alba, world)).toEqual(['requested', 'opening', 'applied', 'reopened']);
  world.calls.length = 0;
  await world.apply();
  expect(world.calls.filter((call) => call.startsWith('terraform'))).toEqual([]);
  await isWhole(world);
});

it('an opening that went between apply and read-back is made again by that same run', async () => {
  const world = await besideAlba('2026-11-22T04:09:00Z');
  const close = () => world.aws.openings.clear();
  const applied = await world.run('apply', { faults: [nth(1, 'terraform.apply', close)] });
  expect(applied).toMatchObject({
    how: 'done',
    report: { problems: [], opened: [{ warrant: { grant: bo } }] },
  });
  expect(world.aws.openings.size).toBe(1);
  expect(story(bo, world)).toEqual(['requested', 'opening', 'reopened', 'applied']);
});

it('what stands otherwise is ended, and its opening is not made again', async () => {
  const world = await scene([alba]);
  const spoil = () => {
    world.aws.openings.clear();
    world.aws.schedules.clear();
  };
  const applied = await world.run('apply', { faults: [nth(1, 'terraform.apply', spoil)] });
  expect(applied).toMatchObject({ how: 'done', report: { opened: [], problems: [{ code: 'BG0705' }] } });
  expect([world.aws.openings.size, story(alba, world).includes('reopened')]).toEqual([0, false]);
});

it('an opening that cannot be made again is said, and keeps nobody else from opening', async () => {
  const world = await besideAlba('2026-11-22T04:00:00Z');
  world.aws.openings.clear();
  const failing = await world.run('apply', { faults: [{ at: 'terraform.plan aws_vpc', how: 'fail' }] });
  expect(failing).toMatchObject({ how: 'done', report: { problems: [{ code: 'BG0607' }], opened: [{}] } });
  consistent(world, 'settled');
});

it('a grant that ended meanwhile keeps no opening that was made again', async () => {
  const world = await scene([alba]);
  await world.apply();
  world.aws.openings.clear();
  const revoke = async () =>
    (await world.archive()).writeEnding({ grant: alba, kind: 'revoked', why: 'Alba left', evidence: null });
  await world.run('apply', { faults: [nth(1, 'terraform.apply', revoke)] });
  expect(world.aws.openings.size).toBe(0);
  consistent(world, 'settling');
});

it('a plan that another run has overtaken burns no grant: given up at once, planned anew, opened', async () => {
  const world = await besideAlba('2026-11-22T04:00:00Z');
  // The state changes between the review and the apply of that plan.
  const change = nth(1, `store.create warrants/${bo}`, () => {
    world.fake.state.serial += 1;
  });
  const ended = await world.run('apply', { faults: [change] });
  expect(ended).toMatchObject({
    how: 'done',
    report: { problems: [], opened: [{ warrant: { grant: bo, n: 1 } }] },
  });
  expect(kinds(bo, world)).toEqual(['abandoned']);
  expect(story(bo, world)).toEqual([
    ...['requested', 'opening', 'abandoned'],
    ...['requested', 'opening', 'applied'],
  ]);
  consistent(world, 'settled');
  expect(
    (await verifyArchive(world.store)).problems.filter(({ message }) => !message.startsWith('blob/')),
  ).toEqual([]);
});

it('is said when it is overtaken every time, and the next apply opens it', async () => {
  const world = await scene([alba]);
  const change: Fault = {
    at: `store.create warrants/${alba}`,
    how: () => {
      world.fake.state.serial += 1;
    },
  };
  const ended = await world.run('apply', { faults: [change] });
  expect(ended).toMatchObject({ how: 'done', report: { opened: [], problems: [{ code: 'BG0603' }] } });
  expect([kinds(alba, world), world.aws.roles.size]).toEqual([['abandoned', 'abandoned', 'abandoned'], 0]);
  expect((await world.apply()).opened).toMatchObject([{ warrant: { n: 3 } }]);
  expect(warrantsOf(alba, world.fake)).toHaveLength(4);
});

it('a state that another run holds burns no grant either', async () => {
  const world = await scene([alba]);
  const hold = nth(1, `store.create warrants/${alba}`, () => {
    const lock = { id: 'x', who: 'mei@bastion', operation: 'OperationTypeApply', created: world.clock.now() };
    world.fake.state.lock = { ...lock, owner: 'alive', run: 'another' };
  });
  const ended = await world.run('apply', { faults: [hold] });
  expect(ended).toMatchObject({ how: 'done', report: { opened: [], problems: [{ code: 'BG0605' }] } });
  expect(kinds(alba, world)).toEqual(['abandoned']);
  world.fake.state.lock = undefined;
  expect((await world.apply()).opened).toMatchObject([{ warrant: { n: 1 } }]);
});

it('what stands in spite of a stale plan is read back and ended', async () => {
  const world = await scene([alba]);
  const other = await scene([alba]);
  await other.apply();
  const role = other.aws.roles.get(alba);
  const plant = nth(1, `store.create warrants/${alba}`, () => {
    world.fake.state.serial += 1;
    if (role) world.aws.roles.set(alba, role);
  });
  const ended = await world.run('apply', { faults: [plant] });
  expect(ended).toMatchObject({ how: 'done', report: { opened: [], problems: [{ code: 'BG0705' }] } });
  consistent(world, 'settling');
  expect(kinds(alba, world)).toContain('cut');
});
