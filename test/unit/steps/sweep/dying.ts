/** Runs that are killed while Terraform works, and the rest of what they leave. */
import { expect } from 'vitest';
import { formatInstant, hour, plus } from '../../../../src/grant/lifetime.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import type { Scene } from '../../../world/scene.ts';

/**
 * An apply that is killed before Terraform made anything, or after it made its first `count`
 * resources (default: all). Nothing that comes later in that run happens.
 */
export async function dies(world: Scene, when: 'before' | 'after', count?: number): Promise<void> {
  const at = count === undefined ? 'terraform.apply' : await numberOfSave(world, count);
  const ended = await world.run('apply', { faults: [{ at, how: `kill ${when}` }] });
  expect(ended.how).toBe('killed');
}

/** The call at which the `count`-th resource is in the state. */
async function numberOfSave(world: Scene, count: number): Promise<number> {
  const { calls } = await world.copy().run('apply');
  return calls.filter(({ name }) => name === 'terraform.apply.save')[count - 1]?.n ?? -1;
}

/** To the end of everything: nothing is left over, nothing more to do, and the archive is whole. */
export async function restOfLife(world: Scene): Promise<void> {
  for (const hours of [0, 2, 2, 2]) {
    world.clock.set(formatInstant(plus(world.clock.now(), hours * hour)));
    await world.sweep();
  }
  const { roles, openings, schedules } = world.aws;
  expect([[...roles.keys()], [...openings.keys()], [...schedules.keys()]]).toEqual([[], [], []]);
  expect([...world.terraform.state.keys()]).toEqual([]);
  world.calls.length = 0;
  expect((await world.sweep()).conclusions).toEqual([]);
  expect(world.calls.filter((call) => call.startsWith('terraform'))).toEqual([]);
  const { first, problems } = await verifyArchive(world.store);
  expect([first, problems.filter(({ message }) => !message.startsWith('blob/'))]).toEqual([undefined, []]);
}
