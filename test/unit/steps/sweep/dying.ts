/** Runs that are killed while Terraform works, and the rest of what they leave. */
import { expect } from 'vitest';
import { formatInstant, hour, plus } from '../../../../src/grant/lifetime.ts';
import { addressOf, type Resource } from '../../../../src/grant/resources.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import type { Scene } from '../../../world/scene.ts';

/**
 * An apply that is killed before Terraform made anything, or after it made its first `count`
 * resources (default: all). Nothing that comes later in that run happens.
 */
export async function dies(
  world: Scene,
  when: 'before' | 'after',
  count = Number.POSITIVE_INFINITY,
): Promise<void> {
  const { apply } = world.terraform;
  const known = new Set(world.terraform.state.keys());
  const dead = new Promise<void>((resolve) => {
    world.terraform.apply = async (plan) => {
      if (when === 'after') await apply(plan);
      const made = [...world.terraform.state].filter(([address]) => !known.has(address));
      for (const [, resource] of made.slice(count)) unmake(world, resource);
      resolve();
      // The process is gone: it neither goes on nor fails.
      return new Promise(() => undefined);
    };
  });
  try {
    await Promise.race([world.apply(), dead]);
  } finally {
    world.terraform.apply = apply;
  }
}

function unmake({ aws, terraform }: Scene, resource: Resource): void {
  const { type, values } = resource;
  const name = String(values['name']);
  if (type === 'aws_iam_role') aws.roles.delete(name);
  if (type === 'aws_scheduler_schedule') aws.schedules.delete(name);
  if (type === 'aws_vpc_security_group_ingress_rule') aws.openings.delete(`sgr-${resource.name}`);
  const role = aws.roles.get(String(values['role']));
  if (type === 'aws_iam_role_policy' && role) aws.roles.set(role.name, { ...role, documents: {} });
  terraform.state.delete(addressOf(resource));
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
