/** A run that died between its warrant and its `applied`, at every point; and what somebody took away later. */
import { describe, expect, it } from 'vitest';
import type { Warrant } from '../../../../src/archive/records.ts';
import { at, formatInstant, minute, plus } from '../../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import { addressOf } from '../../../../src/grant/resources.ts';
import type { Cloud, StateLock } from '../../../../src/ports.ts';
import { showStory } from '../../../../src/steps/archive/show-story.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { sweep } from '../../../../src/steps/sweep/sweep.ts';
import { nothingWithdrawn } from '../../../../src/steps/withdrawn.ts';
import { alba, bo, type Scene, scene } from '../../../world/scene.ts';
import { dies, restOfLife } from './dying.ts';

const records = async (world: Scene, grant = alba) => (await world.archive()).of(grant);
const kinds = async (world: Scene, grant = alba) =>
  (await records(world, grant)).endings.map(({ kind }) => kind);
const story = async (world: Scene, grant = alba) =>
  (await showStory(world.store, grant))?.entries.map(({ entry }) => entry.kind) ?? [];
const states = ({ conclusions }: { conclusions: readonly { grant: string; state: string }[] }) =>
  conclusions.map(({ grant, state }) => [grant, state]);
const changes = ({ calls }: Scene) => calls.filter((call) => /^(terraform|cloud\.(deny|close))/.test(call));

/** A sweep that sees AWS in another way than everybody else. */
const sweepWith = async (world: Scene, cloud: Cloud) =>
  sweep({ ...world.world, cloud }, await world.archive(), nothingWithdrawn);

/** The first instant at which nobody may begin to apply the warrant any more. */
const applyBy = '2026-11-22T03:20:00Z';
const lock: StateLock = {
  id: 'a',
  who: 'ci@runner',
  operation: 'OperationTypeApply',
  created: at('2026-11-22T03:11:00Z'),
  owner: 'unknown',
};

describe('a warrant whose run has not said that it stands', () => {
  it.each(['before', 'after'] as const)(
    'is live and untouched until its time, %s anything stood',
    async (when) => {
      const world = await scene([alba]);
      await dies(world, when);
      const standing = structuredClone(world.aws);
      world.clock.set('2026-11-22T03:19:59Z');
      world.calls.length = 0;
      const objects = world.store.objects.size;
      const { live, conclusions } = await world.sweep();
      expect(live).toMatchObject([{ grant: alba, armed: true }]);
      expect([conclusions, changes(world), world.store.objects.size]).toEqual([[], [], objects]);
      const { choice, opened } = await world.apply();
      expect([choice.kept, opened]).toEqual([[alba], []]);
      expect(world.aws).toEqual(standing);
      expect((await records(world)).warrants).toHaveLength(1);
    },
  );

  it('is called applied when all of it stands as it says, once, and lives on to its own end', async () => {
    const world = await scene([alba]);
    await dies(world, 'after');
    const [warrant] = (await records(world)).warrants;
    const standing = structuredClone(world.aws);
    world.clock.set(applyBy);
    const late = await world.sweep();
    expect([states(late), late.live.map(({ armed }) => armed)]).toEqual([[[alba, 'applied']], [undefined]]);
    world.calls.length = 0;
    const { live, conclusions } = await world.sweep();
    expect([live.map(({ armed }) => armed), conclusions, changes(world)]).toEqual([[undefined], [], []]);
    expect(await story(world)).toEqual(['requested', 'opening', 'applied']);
    expect([world.aws, (await records(world)).warrants, await kinds(world)]).toEqual([
      standing,
      [warrant],
      [],
    ]);
    world.clock.set('2026-11-22T04:10:00Z');
    expect(states(await world.sweep())).toEqual([[alba, 'closed']]);
    expect(await kinds(world)).toEqual(['cut', 'removed', 'closed']);
  });

  it('is given up when nothing stands, and the same file is opened anew', async () => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    expect(states(await world.sweep())).toEqual([[alba, 'abandoned']]);
    expect(await kinds(world)).toEqual(['abandoned']);
    expect((await world.sweep()).live).toEqual([]);
    const { opened, problems, files } = await world.apply();
    expect([problems, files]).toEqual([[], []]);
    expect(opened.map(({ warrant }) => warrant)).toMatchObject([{ n: 1, end: '2026-11-22T04:20:05Z' }]);
    expect(await story(world)).toEqual([
      ...['requested', 'opening', 'abandoned'],
      ...['requested', 'opening', 'applied'],
    ]);
    expect((await world.sweep()).live).toMatchObject([{ grant: alba, end: at('2026-11-22T04:20:05Z') }]);
    await restOfLife(world);
    expect(await kinds(world)).toEqual(['abandoned', 'cut', 'removed', 'closed', 'removed']);
  });

  it('is given up and opened anew by one run of apply', async () => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    const { swept, opened } = await world.apply();
    expect(swept && states(swept)).toEqual([[alba, 'abandoned']]);
    expect(opened.map(({ warrant }) => warrant.n)).toEqual([1]);
  });

  it('is opened anew as often as nothing comes of it, each time with one number more', async () => {
    const world = await scene([alba]);
    for (const n of [0, 1, 2]) {
      await dies(world, 'before');
      const { warrants, endings } = await records(world);
      expect([warrants.map((one) => one.n), endings.length]).toEqual([[0, 1, 2].slice(0, n + 1), n]);
      world.clock.set(formatInstant(plus(world.clock.now(), 11 * minute)));
    }
    const { opened } = await world.apply();
    expect(opened.map(({ warrant }) => warrant.n)).toEqual([3]);
    expect(await kinds(world)).toEqual(['abandoned', 'abandoned', 'abandoned']);
  });

  it.each([
    ['its file was changed', 'BG0334', '50m', applyBy],
    ['there is too little time before its wall', 'BG0331', '60m', '2026-11-22T04:36:00Z'],
  ])('is not opened anew when %s', async (_name, code, duration, now) => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    await world.sweep();
    world.commit({ [`grants/${alba}.yaml`]: world.text(`grants/${alba}.yaml`).replace('60m', duration) });
    world.clock.set(now);
    const { opened, files } = await world.apply();
    expect([opened, files.map((one) => one.code)]).toEqual([[], [code]]);
    expect([world.aws.roles.size, (await records(world)).warrants.length]).toEqual([0, 1]);
  });

  it('ends on its own date when nobody looked before', async () => {
    const world = await scene([alba]);
    await dies(world, 'after');
    world.clock.set('2026-11-22T04:10:00Z');
    expect(states(await world.sweep())).toEqual([[alba, 'closed']]);
    expect(await kinds(world)).toEqual(['cut', 'removed', 'abandoned', 'closed']);
    expect(await story(world)).not.toContain('applied');
  });
});

describe('what stands in part', () => {
  it.each([1, 2, 3])(
    'is cut, removed and given up after %i resources, and never opened anew',
    async (count) => {
      const world = await scene([alba]);
      await dies(world, 'after', count);
      world.clock.set(applyBy);
      await world.sweep();
      expect(world.aws.roles.get(alba)?.boundary ?? awsDenyAll).toBe(awsDenyAll);
      expect(world.aws.openings.size).toBe(0);
      world.clock.set('2026-11-22T03:25:00Z');
      await world.sweep();
      expect(await kinds(world)).toEqual(['cut', 'removed', 'abandoned', 'closed']);
      const { opened, choice } = await world.apply();
      expect([opened, choice.ended]).toEqual([[], [alba]]);
      await restOfLife(world);
      expect((await records(world)).warrants).toHaveLength(1);
    },
  );

  it('is over when it stands otherwise than its warrant says', async () => {
    const world = await scene([alba]);
    await dies(world, 'after');
    const role = world.aws.roles.get(alba);
    if (role) world.aws.roles.set(alba, { ...role, documents: { ...role.documents, more: {} } });
    world.clock.set(applyBy);
    await world.sweep();
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(await story(world)).not.toContain('applied');
  });

  it('leaves an opening alone that another grant needs: nothing else stood, so it is given up', async () => {
    const world = await scene([bo]);
    await world.apply();
    const rules = [...world.aws.openings.keys()];
    world.commit({ [`grants/${alba}.yaml`]: (await scene([alba])).text(`grants/${alba}.yaml`) });
    await dies(world, 'before');
    world.clock.set(applyBy);
    const { conclusions, live } = await world.sweep();
    expect(states({ conclusions })).toEqual([[alba, 'abandoned']]);
    expect(live.map(({ grant, armed }) => [grant, armed])).toEqual([[bo, undefined]]);
    expect([...world.aws.openings.keys()]).toEqual(rules);
  });
});

describe('nothing is concluded', () => {
  it.each([
    [
      'somebody holds the lock of the state',
      (world: Scene) => Object.assign(world.fake.state, { lock: { ...lock, run: 'another' } }),
    ],
    ['Terraform cannot say who holds it', (world: Scene) => void world.broken.add('terraform.prepare')],
    ['AWS lists no roles', (world: Scene) => void world.broken.add('cloud.roles')],
    ['AWS lists no schedules', (world: Scene) => void world.broken.add('cloud.schedules')],
    ['AWS lists no openings', (world: Scene) => void world.broken.add('cloud.openings')],
  ])('while %s', async (_name, fails) => {
    for (const when of ['before', 'after'] as const) {
      const world = await scene([alba]);
      await dies(world, when);
      const standing = structuredClone(world.aws);
      world.clock.set(applyBy);
      fails(world);
      const { live, conclusions } = await world.sweep();
      expect([live.map(({ grant }) => grant), conclusions]).toEqual([[alba], []]);
      expect([world.aws, await kinds(world)]).toEqual([standing, []]);
      expect(await story(world)).toEqual(['requested', 'opening']);
    }
  });

  it('of a lock that a dead run left behind', async () => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    world.fake.state.lock = { ...lock, owner: 'gone', run: 'another' };
    expect(states(await world.sweep())).toEqual([[alba, 'abandoned']]);
  });

  it('in an archive that takes nothing; the next sweep says it', async () => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    world.archiveFails.writing = true;
    const { live, conclusions } = await world.sweep();
    expect([live.map(({ grant }) => grant), conclusions]).toEqual([[alba], []]);
    world.archiveFails.writing = false;
    expect(states(await world.sweep())).toEqual([[alba, 'abandoned']]);
  });

  it('twice: two sweeps at the same time give one warrant up once, and say `applied` once', async () => {
    for (const [when, kind] of [
      ['before', 'abandoned'],
      ['after', 'applied'],
    ] as const) {
      const world = await scene([alba]);
      await dies(world, when);
      world.clock.set(applyBy);
      await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
      expect((await story(world)).filter((one) => one === kind)).toEqual([kind]);
      expect(await kinds(world)).toEqual(when === 'before' ? ['abandoned'] : []);
      expect((await verifyArchive(world.store)).problems).toEqual([]);
    }
  });

  it('from a second look of an attempt that was given up and opened anew meanwhile', async () => {
    const world = await scene([alba]);
    await dies(world, 'before');
    world.clock.set(applyBy);
    const { role } = world.world.cloud;
    let looks = 0;
    const slow = {
      ...world.world.cloud,
      role: async (name: string) => {
        looks += 1;
        if (looks === 1) await world.apply();
        return role(name);
      },
    };
    await sweepWith(world, slow);
    expect(world.aws.roles.get(alba)?.boundary).not.toBe(awsDenyAll);
    expect(await kinds(world)).toEqual(['abandoned']);
    expect((await world.sweep()).live).toMatchObject([{ grant: alba }]);
  });
});

describe('what was applied and is gone', () => {
  const taken: readonly [string, (world: Scene) => unknown][] = [
    ['role', ({ aws }) => aws.roles.delete(alba)],
    ['schedule', ({ aws }) => aws.schedules.delete(`${alba}-0`)],
    [
      'policy',
      ({ aws }) => {
        const role = aws.roles.get(alba);
        if (role) aws.roles.set(alba, { ...role, documents: {} });
      },
    ],
  ];

  it.each(taken)('ends the grant when it is its %s: nothing is healed', async (_what, takeAway) => {
    const world = await scene([alba, bo]);
    await world.apply();
    takeAway(world);
    world.clock.set('2026-11-22T03:12:00Z');
    const { conclusions, live } = await world.sweep();
    expect(conclusions).toMatchObject([{ grant: alba, why: 'something of it is gone from AWS' }]);
    expect(live.map(({ grant }) => grant)).toEqual([bo]);
    expect(world.aws.roles.get(alba)?.boundary ?? awsDenyAll).toBe(awsDenyAll);
    expect((await world.apply()).opened).toEqual([]);
    await restOfLife(world);
    expect(await kinds(world)).not.toContain('abandoned');
  });

  it('does not end it when it is an opening, which comes back with the next grant that needs it', async () => {
    const world = await scene([alba]);
    await world.apply();
    const ranges = () => [...world.aws.openings.values()].map(({ range }) => range);
    const before = ranges();
    world.aws.openings.clear();
    expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([alba]);
    expect(world.aws.openings.size).toBe(0);
    world.commit({ [`grants/${bo}.yaml`]: (await scene([bo])).text(`grants/${bo}.yaml`) });
    expect((await world.apply()).problems).toEqual([]);
    expect(ranges()).toEqual(before);
  });

  it('ends nothing because one listing did not show it', async () => {
    const world = await scene([alba]);
    await world.apply();
    const { roles } = world.world.cloud;
    let looks = 0;
    const forgetful = {
      ...world.world.cloud,
      roles: async (path: string) => {
        looks += 1;
        return looks === 1 ? ({ complete: true, items: [] } as const) : roles(path);
      },
    };
    const { live, conclusions } = await sweepWith(world, forgetful);
    expect([live.map(({ grant }) => grant), conclusions]).toEqual([[alba], []]);
  });
});

describe('what AWS has and the state lost', () => {
  const lost = (world: Scene, warrant: Warrant | undefined, type: string) => {
    const lostOnes = (warrant?.resources ?? []).filter((one) => one.type === type);
    for (const one of lostOnes) world.terraform.state.delete(addressOf(one));
  };

  it.each([
    'aws_iam_role',
    'aws_scheduler_schedule',
    'aws_vpc_security_group_ingress_rule',
    'aws_iam_role_policy',
  ])('goes all the same: %s', async (type) => {
    const world = await scene([alba]);
    const [opened] = (await world.apply()).opened;
    lost(world, opened?.warrant, type);
    world.clock.set('2026-11-22T04:10:00Z');
    expect(states(await world.sweep())).toEqual([[alba, 'closed']]);
    await restOfLife(world);
    expect(await kinds(world)).toEqual(['cut', 'removed', 'closed', 'removed']);
  });

  it('is adopted with the values of its warrant, and removed by a reviewed plan', async () => {
    const world = await scene([alba]);
    const [opened] = (await world.apply()).opened;
    lost(world, opened?.warrant, 'aws_scheduler_schedule');
    const adopted: unknown[] = [];
    world.when('terraform.adopt', () => {
      const { resources } = world.fake.state;
      adopted.push(resources.get(`aws_scheduler_schedule.grant-${alba}-schedule-0`));
    });
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    const schedule = opened?.warrant.resources.find(({ type }) => type === 'aws_scheduler_schedule');
    const id = `breakglass-prod-eu-schedules/${alba}-0`;
    expect(adopted).toEqual([{ resource: schedule, id }]);
    const removal = (await showStory(world.store, alba))?.entries.find(
      ({ entry }) => entry.kind === 'removed',
    );
    expect(removal?.entry.blobs.map(({ name }) => name)).toEqual([
      'adopt.log',
      'plan.txt',
      'plan.json',
      'apply.log',
    ]);
  });

  it('is not called removed while it stands', async () => {
    const world = await scene([alba]);
    const [opened] = (await world.apply()).opened;
    lost(world, opened?.warrant, 'aws_scheduler_schedule');
    world.broken.add('terraform.adopt.import');
    world.clock.set('2026-11-22T04:10:00Z');
    expect(states(await world.sweep())).toEqual([[alba, 'residual']]);
    expect(await kinds(world)).toEqual(['cut', 'residual']);
  });

  it('is nobody else’s: a role that no warrant names stays denied and is not touched', async () => {
    const world = await scene([alba]);
    await world.apply();
    const [role] = world.aws.roles.values();
    const stray = '2026-11-22-orders-read-nobody';
    if (role) world.aws.roles.set(stray, { ...role, name: stray });
    world.calls.length = 0;
    expect(states(await world.sweep())).toEqual([[stray, 'closed']]);
    world.clock.set('2026-11-22T09:00:00Z');
    await world.sweep();
    expect(world.aws.roles.get(stray)?.boundary).toBe(awsDenyAll);
    expect(world.calls.filter((call) => call.includes('adopt'))).toEqual([]);
  });

  it('ends when it arrives after its warrant was given up, and the id is used', async () => {
    const world = await scene([alba]);
    const [role, schedule] = await before(alba);
    await dies(world, 'before');
    world.clock.set(applyBy);
    await world.sweep();
    if (role) world.aws.roles.set(alba, role);
    if (schedule) world.aws.schedules.set(schedule.name, schedule);
    const { conclusions, live } = await world.sweep();
    expect(live).toEqual([]);
    expect(conclusions).toMatchObject([{ grant: alba, why: 'it was abandoned, and something of it stands' }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect((await world.apply()).opened).toEqual([]);
    await restOfLife(world);
  });

  /** What an apply of it would make. */
  async function before(grant: string) {
    const other = await scene([grant]);
    await other.apply();
    return [other.aws.roles.get(grant), other.aws.schedules.get(`${grant}-0`)] as const;
  }
});
