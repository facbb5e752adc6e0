/** A log whose end was damaged, and an archive to which something was added: ends go on, nothing is opened. */
import { expect, it } from 'vitest';
import { canonicalBytes } from '../../../../src/grant/canonical.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { alba, bo, type Scene, scene } from '../../../world/scene.ts';

function damage({ store }: Scene): () => void {
  const key =
    [...store.objects.keys()]
      .filter((one) => one.startsWith('log/'))
      .sort()
      .at(-1) ?? '';
  const genuine = store.objects.get(key) ?? Buffer.from('');
  store.objects.set(key, Buffer.from('{"x":1}'));
  return () => void store.objects.set(key, genuine);
}

it('cuts without recording, and finishes with a whole archive when the entry is back', async () => {
  const world = await scene([alba]);
  await world.apply();
  const mend = damage(world);
  const before = new Map(world.store.objects);
  world.clock.set('2026-11-22T04:10:00Z');
  for (let run = 0; run < 3; run += 1) {
    const { conclusions, problems } = await world.sweep();
    expect(conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
    expect(problems).toMatchObject([{ code: 'BG0807', severity: 'error' }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.terraform.state.has(`aws_iam_role.grant-${alba}-role`)).toBe(true);
    expect(world.store.objects).toEqual(before);
  }
  mend();
  expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
  expect((await verifyArchive(world.store)).problems).toEqual([]);
});

it('opens nothing onto it, ends what is over all the same, and says so while nothing is over', async () => {
  const world = await scene([alba, bo]);
  world.commit({ [`grants/${bo}.yaml`]: undefined });
  await world.apply();
  const mend = damage(world);
  expect((await world.sweep()).problems).toMatchObject([{ code: 'BG0807' }]);
  const text = (await scene([bo])).text(`grants/${bo}.yaml`);
  world.commit({ [`grants/${bo}.yaml`]: text });
  world.clock.set('2026-11-22T04:10:00Z');
  const { opened, problems } = await world.apply();
  expect(opened).toEqual([]);
  expect(problems).toMatchObject([{ code: 'BG0807' }]);
  expect(world.aws.roles.has(bo)).toBe(false);
  expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  mend();
  expect((await world.apply()).opened.map(({ warrant }) => warrant.grant)).toEqual([bo]);
});

it('opens nothing beside a warrant that nobody requested, ends it, and never makes it part of the log', async () => {
  const world = await scene([alba]);
  await world.apply();
  const key = `warrants/${bo}/0.json`;
  const forged = { ...JSON.parse(textOf(world, `warrants/${alba}/0.json`)), grant: bo };
  world.store.objects.set(key, canonicalBytes(forged));
  expect((await world.apply()).problems).toMatchObject([{ code: 'BG0825' }]);
  for (const time of ['2026-11-22T03:11:00Z', '2026-11-22T05:30:00Z', '2026-11-22T07:00:00Z']) {
    world.clock.set(time);
    await world.sweep();
    expect((await verifyArchive(world.store)).first).toMatchObject({ key, change: 'added' });
  }
});

function textOf({ store }: Scene, key: string): string {
  return Buffer.from(store.objects.get(key) ?? []).toString();
}
