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
import { alba, type Scene } from '../../../world/scene.ts';
import { openTo } from '../../../world/stands.ts';
import { endingsOf, entriesOf, watch } from '../../../world/truth.ts';
import { consistent, doubled, goesOn, isWhole } from './afterwards.ts';
import { situation } from './situations.ts';

vi.mock('../../../../src/grant/check.ts', (original) => remembering<typeof check>(original, 'checkFiles'));
vi.mock('../../../../src/grant/read/read.ts', (original) => remembering<typeof read>(original, 'readFiles'));

const numRuns = Number(process.env['RACES'] ?? 50);

/** Whose turn it is decides the scheduler; time goes on meanwhile. */
type Turn = (label: string) => Promise<unknown>;

/** Every order of the calls of both, and what must hold afterwards in each. */
async function race(
  name: string,
  act: (world: Scene, turn: Turn) => Promise<readonly Ended[]>,
  check: (world: Scene, ended: readonly Ended[]) => void = () => undefined,
): Promise<void> {
  const { begin: origin, verb } = situation(name);
  const first = await origin();
  const property = fc.asyncProperty(fc.scheduler(), async (order) => {
    const world = first.copy();
    const lies = watch(world.fake);
    const turn: Turn = (label) => {
      world.clock.pass(10);
      return order.schedule(Promise.resolve(), label);
    };
    const ended = await order.waitFor(act(world, turn));
    expect(lies, 'recorded as done').toEqual([]);
    consistent(world, 'settling');
    expect(doubled(entriesOf(world.fake)), 'entries that are there twice').toEqual([]);
    await isWhole(world);
    check(world, ended);
    await goesOn(world, verb);
  });
  await fc.assert(property, { numRuns });
}

const both =
  (...verbs: readonly Verb[]) =>
  (world: Scene, turn: Turn) =>
    Promise.all(verbs.map((verb) => world.run(verb, { turn })));

it('two applies: one of them opens each grant', async () => {
  await race('apply of two grants that share an opening', both('apply', 'apply'), (_, ended) => {
    const opened = ended.flatMap((one) =>
      one.how === 'done' && 'opened' in one.report
        ? one.report.opened.map(({ warrant }) => warrant.grant)
        : [],
    );
    expect(opened).toEqual([...new Set(opened)]);
  });
}, 120_000);

it('apply against sweep', async () => {
  await race('apply of a grant beside one that is over', both('apply', 'sweep'));
}, 120_000);

it('apply against an ending that is written meanwhile', async () => {
  const act = async (world: Scene, turn: Turn) => {
    const ending = revoke(world, turn);
    const applied = world.run('apply', { turn });
    await ending;
    return [await applied];
  };
  await race('apply of one new grant', act, (world, [applied]) => {
    const calls = applied?.calls.map(({ name, detail }) => `${name} ${detail}`) ?? [];
    const read = calls.lastIndexOf(`store.list endings/${alba}/`);
    const revoked = endingsOf(alba, world.fake).some(({ kind }) => kind === 'revoked');
    expect(revoked).toBe(true);
    if (
      read >= 0 &&
      applied?.how === 'done' &&
      'opened' in applied.report &&
      applied.report.opened.length === 0
    )
      expect(openTo(world.aws, world.clock.now())).toEqual([]);
  });
}, 120_000);

it('two sweeps of what has expired', async () => {
  await race('sweep of what has expired', both('sweep', 'sweep'));
}, 120_000);

it('two sweeps of what was withdrawn', async () => {
  await race('sweep of what was withdrawn', both('sweep', 'sweep'));
}, 120_000);

/** Somebody ends the grant, from another machine. */
async function revoke(world: Scene, turn: Turn): Promise<void> {
  const { ports } = begin(world.fake, { turn });
  const archive = await archiveIn(ports);
  await archive.writeEnding({ grant: alba, kind: 'revoked', why: 'Alba left', evidence: null });
}
