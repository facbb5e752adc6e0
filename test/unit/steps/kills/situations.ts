/** Where a run begins that is killed: worlds in which apply or sweep has something to do. */

import type { Verb } from '../../../world/run.ts';
import { alba, bo, type Scene, scene } from '../../../world/scene.ts';

export type Situation = {
  readonly name: string;
  readonly verb: Verb;
  readonly begin: () => Promise<Scene>;
};

export const situations: readonly Situation[] = [
  { name: 'apply of one new grant', verb: 'apply', begin: () => scene([alba]) },
  { name: 'apply of one new grant, its state in S3', verb: 'apply', begin: locksStay },
  { name: 'apply of two grants that share an opening', verb: 'apply', begin: () => scene([alba, bo]) },
  { name: 'apply of a grant beside one that is over', verb: 'apply', begin: besideOver },
  {
    name: 'sweep of what has expired',
    verb: 'sweep',
    begin: () => applied([alba, bo], '2026-11-22T04:10:00Z'),
  },
  { name: 'sweep of what was withdrawn', verb: 'sweep', begin: withdrawn },
  { name: 'sweep of what was denied by hand', verb: 'sweep', begin: denied },
  { name: 'sweep that removes the role after an hour', verb: 'sweep', begin: closed },
];

/** Only for races: what ends while the other is at work depends on how long it takes. */
export const endingSoon: Situation = {
  name: 'apply of a grant while one ends that shares its opening',
  verb: 'apply',
  begin: () => besideOther('2026-11-22T04:09:59Z'),
};

export function situation(name: string): Situation {
  const found = situations.find((one) => one.name === name);
  if (!found) throw new Error(`there is no situation ${name}`);
  return found;
}

async function applied(grants: readonly string[], now: string): Promise<Scene> {
  const world = await scene(grants);
  await world.apply();
  world.clock.set(now);
  return world;
}

/** The lock of a run that was killed is there until somebody takes it away. */
async function locksStay(): Promise<Scene> {
  const world = await scene([alba]);
  world.fake.state.locksStay = true;
  return world;
}

/** Both need the same opening: it is closed with the first, and made anew for the second. */
function besideOver(): Promise<Scene> {
  return besideOther('2026-11-22T04:12:00Z');
}

async function besideOther(now: string): Promise<Scene> {
  const world = await applied([alba], now);
  world.commit({ [`grants/${bo}.yaml`]: (await scene([bo])).text(`grants/${bo}.yaml`) });
  return world;
}

async function withdrawn(): Promise<Scene> {
  const world = await applied([alba, bo], '2026-11-22T03:20:00Z');
  world.commit({ [`grants/${alba}.yaml`]: undefined });
  return world;
}

async function denied(): Promise<Scene> {
  const world = await applied([alba, bo], '2026-11-22T03:20:00Z');
  await world.world.cloud.denyRole(alba);
  return world;
}

async function closed(): Promise<Scene> {
  const world = await applied([alba, bo], '2026-11-22T04:10:00Z');
  await world.sweep();
  world.clock.set('2026-11-22T05:10:00Z');
  return world;
}
