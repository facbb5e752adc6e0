/**
 * What must hold after a run that broke off, whatever it was doing: the same command again goes on
 * from what stands and what is on record, and in the end nothing is left over.
 */
import { expect } from 'vitest';
import type { Entry } from '../../../../src/archive/records.ts';
import { at, type Instant, minute } from '../../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import type { StandingRole } from '../../../../src/ports.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import type { Verb } from '../../../world/run.ts';
import type { Scene } from '../../../world/scene.ts';
import { openTo, standing } from '../../../world/stands.ts';
import {
  endingsOf,
  entriesOf,
  grantsOf,
  isLive,
  missingOf,
  warrantsOf,
  watch,
} from '../../../world/truth.ts';

/** Throws what is wrong. The clock moves on beyond the end of every grant. */
export async function goesOn(world: Scene, verb: Verb): Promise<void> {
  const lies = watch(world.fake);
  await again(world, verb, 'at once');
  consistent(world, 'settling');
  for (const minutes of [11, 3]) {
    world.clock.pass(minutes * minute);
    await again(world, verb, `${minutes} minutes later`);
  }
  consistent(world, 'settled');
  noLimbo(world);
  endsByItself(world);
  await leavesNothing(world);
  expect(lies, 'recorded as done').toEqual([]);
  expect(doubled(entriesOf(world.fake)), 'entries that are there twice').toEqual([]);
  await isWhole(world);
}

async function again(world: Scene, verb: Verb, when: string): Promise<void> {
  const ended = await world.run(verb);
  if (ended.how !== 'done')
    throw new Error(`the same command ${when}: ${ended.error}`, { cause: ended.error });
}

/** Nothing is open that is over, and nothing is cut that is live; when all has settled, all that is live is open. */
export function consistent({ fake, aws, clock }: Scene, when: 'settling' | 'settled'): void {
  const now = clock.now();
  const live = [...grantsOf(fake)].filter((grant) => isLive(grant, fake, now)).sort();
  const open = openTo(aws, now).sort();
  const denied = live.filter((grant) => isTouched(aws.roles.get(grant)));
  expect(
    open.filter((grant) => !live.includes(grant)),
    'open and over',
  ).toEqual([]);
  expect(denied, 'live and cut').toEqual([]);
  if (when === 'settling') return;
  expect(
    live.filter((grant) => !open.includes(grant)),
    'live and not open',
  ).toEqual([]);
  expect(missingOf(fake), 'live and not whole').toEqual([]);
}

/** Half a cut is a cut here. */
function isTouched(role: StandingRole | undefined): boolean {
  return role !== undefined && (role.boundary === awsDenyAll || role.attached.includes(awsDenyAll));
}

/** Every warrant has become a grant that was read back, or was given up. */
function noLimbo({ fake }: Scene): void {
  const applied = entriesOf(fake).filter(({ kind }) => kind === 'applied');
  const limbo = [...grantsOf(fake)].filter((grant) => {
    const given = applied.filter((entry) => entry.grant?.id === grant).length;
    return given === 0 && endingsOf(grant, fake).length === 0;
  });
  expect(limbo, 'neither applied nor given up').toEqual([]);
}

/** On its own date, with nobody there to end it. */
function endsByItself({ fake, aws, clock }: Scene): void {
  const open = openTo(aws, clock.now());
  const ends = open.map((grant) => at(warrantsOf(grant, fake).at(-1)?.end ?? ''));
  for (const [index, grant] of open.entries()) {
    const end = ends[index] ?? clock.now();
    expect(openTo(aws, (end - 1) as Instant), 'open until its end').toContain(grant);
    expect(openTo(aws, end), 'open at its end').not.toContain(grant);
  }
  clock.pass(Math.max(0, ...ends.map((end) => end - clock.now())));
  expect(openTo(aws, clock.now())).toEqual([]);
}

async function leavesNothing(world: Scene): Promise<void> {
  for (const minutes of [0, 3, 61]) {
    world.clock.pass(minutes * minute);
    await again(world, 'sweep', `${minutes} minutes after the end`);
  }
  expect(standing(world.aws)).toEqual({ roles: [], openings: [], schedules: [] });
  expect([...world.terraform.state.keys()], 'in the state').toEqual([]);
  expect(world.fake.state.lock, 'lock of the state').toBeUndefined();
  world.calls.length = 0;
  await again(world, 'sweep', 'when all is done');
  expect(world.calls.filter((call) => /^(terraform|store\.create)/.test(call))).toEqual([]);
}

/** The same record under the same kind twice; without a record, the same grant opened or asked for twice. */
export function doubled(entries: readonly Entry[]): string[] {
  const said = entries
    .filter(({ kind, records }) => records.length > 0 || kind === 'applied')
    .map(({ kind, records, grant, body }) =>
      JSON.stringify([kind, grant?.id, records.map(({ key }) => key), body['activation']]),
    );
  return said.filter((one, index) => said.indexOf(one) !== index);
}

/** Every record is in the log; only what a run kept beside an entry that it never wrote may lie there unnamed. */
export async function isWhole({ store }: Scene): Promise<void> {
  const { first, problems } = await verifyArchive(store);
  expect(first).toBeUndefined();
  const messages = problems.map(({ message }) => message);
  expect(messages.filter((message) => !message.startsWith('blob/'))).toEqual([]);
}
