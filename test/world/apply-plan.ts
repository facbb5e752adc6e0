/**
 * Terraform at work on a plan: resource by resource in the order of what depends on what. A
 * resource that fails keeps back those that depend on it and no other, as in the real one.
 */

import type { Instant } from '../../src/grant/lifetime.ts';
import { addressOf } from '../../src/grant/resources.ts';
import type { FakeAws } from './aws.ts';
import type { Ask } from './calls.ts';
import { make, unmake } from './resources.ts';
import { type Planned, type State, save } from './state.ts';

export type Work = {
  readonly state: State;
  readonly aws: FakeAws;
  readonly call: Ask;
  readonly now: () => Instant;
};

/** What Terraform prints; `errors` empty: it went well. */
export async function applyPlan(planned: Planned, work: Work): Promise<{ log: string; errors: string[] }> {
  const log: string[] = [];
  const errors: string[] = [];
  const step = async (address: string, done: string, act: () => Promise<void>) => {
    try {
      await act();
      log.push(`${address}: ${done}`);
      return true;
    } catch (error) {
      errors.push(`Error: ${address}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  for (const address of planned.forgets) await save(work.state, address, work);
  await createAll(planned, work, step);
  await destroyAll(planned, work, step);
  return { log: `${[...log, ...errors].join('\n')}\n`, errors };
}

type Step = (address: string, done: string, act: () => Promise<void>) => Promise<boolean>;

/** What is needed first; of what is free, in the order of addresses. */
async function createAll({ creates }: Planned, work: Work, step: Step): Promise<void> {
  const failed = new Set<string>();
  const left = [...creates].sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
  while (left.length > 0) {
    const waiting = new Set(left.map(addressOf));
    const index = left.findIndex(({ dependsOn }) => !dependsOn.some((needed) => waiting.has(needed)));
    const [resource] = left.splice(Math.max(0, index), 1);
    if (!resource) return;
    const address = addressOf(resource);
    if (resource.dependsOn.some((needed) => failed.has(needed))) failed.add(address);
    else if (!(await step(address, 'Creation complete', () => create(resource, work)))) failed.add(address);
  }
}

async function create(resource: Planned['creates'][number], work: Work): Promise<void> {
  const { call, aws, state, now } = work;
  const address = addressOf(resource);
  // The state may have lost it before: then it is in AWS, and AWS refuses to make it twice.
  const id = await call('terraform.apply.create', address, () => make(resource, aws, now()));
  await save(state, address, { call, known: { resource, id } });
}

async function destroyAll({ destroys }: Planned, work: Work, step: Step): Promise<void> {
  const kept = new Set<string>();
  const needs = (address: string) => work.state.resources.get(address)?.resource.dependsOn ?? [];
  for (let left = [...destroys].sort(); left.length > 0; ) {
    const free = left.find((address) => !left.some((other) => needs(other).includes(address))) ?? '';
    const needed = needs(free);
    left = left.filter((address) => address !== free);
    const done = !kept.has(free) && (await step(free, 'Destruction complete', () => destroy(free, work)));
    if (!done) for (const address of needed) kept.add(address);
  }
}

async function destroy(address: string, { state, aws, call }: Work): Promise<void> {
  const known = state.resources.get(address);
  if (!known) return;
  await call('terraform.apply.destroy', address, () => unmake(known.resource, known.id, aws));
  await save(state, address, { call });
}
