/**
 * The tool dies, or the world fails it, at every call that apply and sweep make. Whatever moment it
 * is, the same command again goes on, and what was half done is finished or taken back.
 */
import { describe, expect, it, vi } from 'vitest';
import type * as check from '../../../../src/grant/check.ts';
import type * as read from '../../../../src/grant/read/read.ts';
import type { Call, How } from '../../../world/calls.ts';
import { digestOf } from '../../../world/fake-world.ts';
import { remembering } from '../../../world/remembered.ts';
import type { Scene } from '../../../world/scene.ts';
import { watch } from '../../../world/truth.ts';
import { goesOn } from './afterwards.ts';
import { type Situation, situations } from './situations.ts';

vi.mock('../../../../src/grant/check.ts', (original) => remembering<typeof check>(original, 'checkFiles'));
vi.mock('../../../../src/grant/read/read.ts', (original) => remembering<typeof read>(original, 'readFiles'));

const hows = ['kill before', 'kill after', 'fail', 'lose'] as const satisfies How[];

describe.each(situations)('$name', (situation) => {
  it.each(hows)(
    '%s at every call',
    async (how) => {
      expect(await failures(situation, how)).toEqual([]);
    },
    120_000,
  );
});

async function failures({ begin, verb }: Situation, how: (typeof hows)[number]): Promise<string[]> {
  const origin = await begin();
  const { calls } = await origin.copy().run(verb);
  const known = new Map<string, string | undefined>();
  const found: string[] = [];
  for (const call of calls.filter((one) => mayBe(how, one))) {
    const world = origin.copy();
    const lies = watch(world.fake);
    await world.run(verb, { faults: [{ at: call.n, how }] });
    const digest = digestOf(world.fake);
    // What goes on from the same world goes on in the same way.
    if (!known.has(digest)) known.set(digest, await faultOf(world, verb));
    const fault = lies[0] ?? known.get(digest);
    if (fault !== undefined) found.push(`${call.n} ${call.name} ${call.detail}: ${fault}`);
  }
  return found;
}

/**
 * A state that could not be saved is left beside the state, and stops every run until somebody has
 * pushed it. A question of which the reply is lost is a question that failed.
 */
function mayBe(how: How, { name }: Call): boolean {
  if (how === 'fail') return name !== 'terraform.apply.save';
  return (
    how !== 'lose' ||
    /^(store\.create|cloud\.(deny|close)|terraform\.(prepare|plan|apply$|apply\.[cd]))/.test(name)
  );
}

async function faultOf(world: Scene, verb: Situation['verb']): Promise<string | undefined> {
  try {
    await goesOn(world, verb);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
