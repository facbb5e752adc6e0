/**
 * Random lives: grants come and go, time passes, things fail, apply and sweep run in any order, and
 * apply is killed between the warrant and its `applied`.
 * After each step nothing may be open that is over, and nothing may be cut that is live.
 */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { standOf } from '../../../src/archive/grants.ts';
import type { Warrant } from '../../../src/archive/records.ts';
import type * as checks from '../../../src/grant/check.ts';
import { at, formatInstant, type Instant, minute, plus } from '../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../src/grant/names.ts';
import type * as read from '../../../src/grant/read/read.ts';
import { verifyArchive } from '../../../src/steps/archive/verify-archive.ts';
import { remembering } from '../../world/remembered.ts';
import { alba, bo, lena, mei, type Scene, scene } from '../../world/scene.ts';
import { dies } from './sweep/dying.ts';

vi.mock('../../../src/grant/check.ts', (original) => remembering<typeof checks>(original, 'checkFiles'));
vi.mock('../../../src/grant/read/read.ts', (original) => remembering<typeof read>(original, 'readFiles'));

const all = [alba, bo, lena, mei];

type Step =
  | { readonly do: 'apply' }
  | { readonly do: 'sweep' }
  | { readonly do: 'kill'; readonly when: 'before' | 'after'; readonly count: number }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'delete'; readonly grant: string }
  | { readonly do: 'restore'; readonly grant: string }
  | { readonly do: 'break'; readonly call: string }
  | { readonly do: 'archive'; readonly writing: boolean; readonly reading: boolean }
  | { readonly do: 'mend' };

const calls = [
  'cloud.roles',
  'cloud.openings',
  'cloud.schedules',
  'cloud.denyRole',
  'cloud.closeOpenings',
  'terraform.plan',
  'terraform.apply',
  'terraform.prepare',
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'apply' }) },
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'sweep' }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 70 }).map((minutes): Step => ({ do: 'pass', minutes })) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
      count: fc.integer({ min: 1, max: 17 }),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...all).map((grant): Step => ({ do: 'delete', grant })) },
  { weight: 2, arbitrary: fc.constantFrom(...all).map((grant): Step => ({ do: 'restore', grant })) },
  { weight: 2, arbitrary: fc.constantFrom(...calls).map((call): Step => ({ do: 'break', call })) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('archive' as const),
      writing: fc.boolean(),
      reading: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'mend' }) },
);

it('leaves nothing open that is over and cuts nothing that is live, in any order of events', async () => {
  const first = await scene(all);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = first.copy();
      const files = new Map(all.map((grant) => [grant, world.text(`grants/${grant}.yaml`)]));
      const seen = new Map<string, Warrant>();
      for (const one of steps) {
        const began = world.clock.now();
        await take(world, one, files);
        await check(world, { one, began }, seen);
      }
      await settle(world);
    }),
    { numRuns: Number(process.env['LIVES'] ?? 60) },
  );
}, 120_000);

async function take(world: Scene, one: Step, files: ReadonlyMap<string, string>): Promise<void> {
  if (one.do === 'apply') await world.apply().catch(() => undefined);
  if (one.do === 'kill') await dies(world, one.when, one.count).catch(() => undefined);
  if (one.do === 'sweep') await world.sweep().catch(() => undefined);
  if (one.do === 'pass') world.clock.set(formatInstant(plus(world.clock.now(), one.minutes * minute)));
  if (one.do === 'delete') world.commit({ [`grants/${one.grant}.yaml`]: undefined });
  if (one.do === 'restore') world.commit({ [`grants/${one.grant}.yaml`]: files.get(one.grant) });
  if (one.do === 'break') world.broken.add(one.call);
  if (one.do === 'archive')
    Object.assign(world.archiveFails, { writing: one.writing || one.reading, reading: one.reading });
  if (one.do === 'mend') mend(world);
}

function mend(world: Scene): void {
  world.broken.clear();
  Object.assign(world.archiveFails, { writing: false, reading: false });
}

type Taken = { readonly one: Step; readonly began: Instant };

/** What holds after every step, and what holds after a sweep in a world that answers. */
async function check(world: Scene, taken: Taken, seen: Map<string, Warrant>): Promise<void> {
  if (world.archiveFails.reading) return;
  const archive = await world.archive();
  for (const grant of all) {
    const { warrants, endings } = await archive.of(grant);
    const given = endings.filter(({ kind, n }) => kind === 'abandoned' && n < warrants.length - 1);
    expect(
      given.map(({ n }) => n),
      `${grant} has one live warrant`,
    ).toEqual(warrants.slice(1).map(({ n }) => n - 1));
    for (const warrant of warrants) {
      const key = `${grant} ${warrant.n}`;
      expect(warrant, `${key}: nothing moves its end`).toEqual(seen.get(key) ?? warrant);
      seen.set(key, warrant);
    }
    if (endings.some(({ kind }) => kind === 'closed'))
      expect(isOpen(world, grant), `${grant} is closed`).toBe(false);
  }
  const whole = world.broken.size === 0 && !world.archiveFails.writing;
  if (taken.one.do === 'sweep' && whole)
    for (const grant of all) await checkAfterSweep(world, grant, taken.began);
}

/** Live and open, or over and not; and when the run that armed it cannot be at work any more, one of both. */
async function checkAfterSweep(world: Scene, grant: string, began: Instant): Promise<void> {
  const archive = await world.archive();
  const { warrants, endings } = await archive.of(grant);
  const warrant = warrants.at(-1);
  if (!warrant) return;
  const over = standOf(warrants, endings) !== 'open' || at(warrant.end) <= began;
  const applied = (await archive.applied([warrant])).has(grant);
  if (over) expect(isOpen(world, grant), `${grant} is over`).toBe(false);
  else if (applied) expect(isOpen(world, grant), `${grant} is live`).toBe(true);
  else expect(at(warrant.applyBy), `${grant} is neither`).toBeGreaterThan(began);
}

/** Everything mended and hours later: nothing stands, everything is on record, and the archive is whole. */
async function settle(world: Scene): Promise<void> {
  mend(world);
  await world.sweep();
  world.clock.set(formatInstant(plus(world.clock.now(), 6 * 60 * minute)));
  await world.sweep();
  await world.sweep();
  world.clock.set(formatInstant(plus(world.clock.now(), 2 * 60 * minute)));
  await world.sweep();
  expect({
    roles: [...world.aws.roles.keys()],
    openings: world.aws.openings.size,
    schedules: [...world.aws.schedules.keys()],
  }).toEqual({ roles: [], openings: 0, schedules: [] });
  expect([...world.terraform.state.keys()]).toEqual([]);
  expect((await world.sweep()).conclusions).toEqual([]);
  const { first, problems } = await verifyArchive(world.store);
  expect(first).toBeUndefined();
  // A run that was killed kept Terraform's words beside an entry that it never wrote.
  const messages = problems.map(({ message }) => message);
  expect(messages.filter((message) => !message.startsWith('blob/'))).toEqual([]);
}

function isOpen({ aws }: Scene, grant: string): boolean {
  const role = aws.roles.get(grant);
  return role !== undefined && role.boundary !== awsDenyAll;
}
