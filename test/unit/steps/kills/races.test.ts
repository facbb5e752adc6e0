/**
 * Two processes at work on one target at the same time, in fifty random orders of their calls each.
 * The seed and the order are in the report of a failure.
 */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type * as check from '../../../../src/grant/check.ts';
import type * as read from '../../../../src/grant/read/read.ts';
import { begin } from '../../../world/fake-world.ts';
import { remembering } from '../../../world/remembered.ts';
import { archiveIn, type Ended, type Verb } from '../../../world/run.ts';
import { alba, bo, type Scene } from '../../../world/scene.ts';
import { endingsOf, entriesOf, grantsOf, missingOf, watch } from '../../../world/truth.ts';
import { consistent, doubled, goesOn, isWhole } from './afterwards.ts';
import { endingSoon, type Situation, situation } from './situations.ts';

vi.mock('../../../../src/grant/check.ts', (original) => remembering<typeof check>(original, 'checkFiles'));
vi.mock('../../../../src/grant/read/read.ts', (original) => remembering<typeof read>(original, 'readFiles'));

const numRuns = Number(process.env['RACES'] ?? 50);

/** Before its call `at` this run lets the other one go ahead by so many calls. */
type Pause = { readonly run: number; readonly at: number; readonly calls: number };

const anywhere = fc.array(
  fc.record({ run: fc.nat({ max: 1 }), at: fc.nat({ max: 120 }), calls: fc.nat({ max: 160 }) }),
  { maxLength: 3 },
);

/** Side by side from the beginning, or with pauses of either at any call. */
const pauses: fc.Arbitrary<readonly Pause[]> = fc.oneof(fc.constant([]), anywhere);

/** The second run comes when the first is about to write its warrant, to apply or to read back. */
const late: fc.Arbitrary<readonly Pause[]> = fc
  .record({ at: fc.nat({ max: 3 }), calls: fc.integer({ min: 30, max: 75 }) })
  .map((pause) => [{ run: 1, ...pause }]);

type Turn = (label: string) => Promise<unknown>;
type Racer = (world: Scene, turn: Turn) => Promise<Ended | undefined>;

/** Every order of the calls of both, and what must hold afterwards in each. */
async function race(
  { begin: origin, verb }: Situation,
  racers: readonly Racer[],
  check: (world: Scene, ended: readonly (Ended | undefined)[]) => void,
  paused = pauses,
): Promise<void> {
  const first = await origin();
  const property = fc.asyncProperty(fc.scheduler(), paused, async (order, planned) => {
    const world = first.copy();
    const lies = watch(world.fake);
    const running = racers.map((act, run) =>
      act(
        world,
        turnsOf(
          world,
          order,
          planned.filter((one) => one.run === run),
        ),
      ),
    );
    const ended = await order.waitFor(Promise.all(running));
    expect(lies, 'recorded as done').toEqual([]);
    expect(doubled(entriesOf(world.fake)), 'entries that are there twice').toEqual([]);
    await isWhole(world);
    check(world, ended);
    await goesOn(world, verb);
  });
  await fc.assert(property, { numRuns });
}

/** Whose turn it is decides the scheduler; time goes on meanwhile. */
function turnsOf(world: Scene, order: fc.Scheduler, planned: readonly Pause[]): Turn {
  let asked = 0;
  const turn: Turn = (label) => {
    world.clock.pass(10);
    return order.schedule(Promise.resolve(), label);
  };
  return async (label) => {
    const calls = planned.filter(({ at }) => at === asked).reduce((sum, one) => sum + one.calls, 0);
    asked += 1;
    for (let n = 0; n < calls; n += 1) await turn('waits');
    await turn(label);
  };
}

const runs =
  (verb: Verb): Racer =>
  (world, turn) =>
    world.run(verb, { turn });

it('two applies: one of them opens, and what it opened stays open', async () => {
  await race(
    situation('apply of two grants that share an opening'),
    [runs('apply'), runs('apply')],
    (world) => {
      const { fake } = world;
      consistent(world, 'settling');
      expect([...grantsOf(fake)].flatMap((grant) => endingsOf(grant, fake))).toEqual([]);
    },
  );
}, 120_000);

it('apply against sweep: what is over ends, and what is new stays', async () => {
  await race(
    situation('apply of a grant beside one that is over'),
    [runs('apply'), runs('sweep')],
    (world) => {
      consistent(world, 'settling');
      expect(missingOf(world.fake), 'live and not whole').toEqual([]);
      expect(endingsOf(bo, world.fake).filter(({ kind }) => kind !== 'abandoned')).toEqual([]);
    },
  );
}, 120_000);

it('apply against sweep while a grant ends that shares the opening: the next apply mends what they lost', async () => {
  await race(endingSoon, [runs('apply'), runs('sweep')], (world) => {
    consistent(world, 'settling');
    expect(endingsOf(bo, world.fake).filter(({ kind }) => kind !== 'abandoned')).toEqual([]);
  });
}, 120_000);

it('apply against an ending that is written meanwhile', async () => {
  const check: Parameters<typeof race>[2] = (world, [applied]) => {
    const { fake, calls } = world;
    const revoked = calls.findIndex((call) => call.startsWith(`store.create endings/${alba}/0-revoked`));
    const readBack = calls.findLastIndex((call) => call.startsWith('cloud.schedule'));
    expect(endingsOf(alba, fake)[0]?.kind).toBe('revoked');
    // One that comes after the endings were read is the next sweep's.
    if (applied?.how === 'done' && revoked < readBack) consistent(world, 'settling');
  };
  await race(situation('apply of one new grant'), [runs('apply'), revoke], check, late);
}, 120_000);

it('two sweeps of what has expired', async () => {
  await race(situation('sweep of what has expired'), [runs('sweep'), runs('sweep')], (world) => {
    consistent(world, 'settling');
    expect(endingsOf(bo, world.fake)).toEqual([]);
  });
}, 120_000);

it('two sweeps of what was withdrawn', async () => {
  await race(situation('sweep of what was withdrawn'), [runs('sweep'), runs('sweep')], (world) => {
    consistent(world, 'settling');
    expect(endingsOf(bo, world.fake)).toEqual([]);
  });
}, 120_000);

/** Somebody ends the grant, from another machine. */
async function revoke(world: Scene, turn: Turn): Promise<undefined> {
  const { ports } = begin(world.fake, { turn });
  const archive = await archiveIn(ports);
  await archive.writeEnding({ grant: alba, kind: 'revoked', why: 'Alba left', evidence: null });
}
