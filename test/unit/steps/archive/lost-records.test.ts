/** What is gone from an archive is unknown, never "there is no warrant": a store that lost something cuts nobody and opens nothing. */
import { describe, expect, it } from 'vitest';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import { alba, bo, type Scene, scene } from '../../../world/scene.ts';

function lose(world: Scene, prefix: string): Map<string, Uint8Array> {
  const lost = new Map([...world.store.objects].filter(([key]) => key.startsWith(prefix)));
  expect(lost.size).toBeGreaterThan(0);
  for (const key of lost.keys()) world.store.objects.delete(key);
  return lost;
}

const denied = (world: Scene, grant: string) => world.aws.roles.get(grant)?.boundary === awsDenyAll;

describe.each(['warrants/', `warrants/${alba}/`])('without %s', (prefix) => {
  it('a live grant goes on to the end in its tag, and the sweep says what it could not read', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    const openings = new Map(world.aws.openings);
    const lost = lose(world, prefix);
    const report = await world.sweep();
    expect(report.live.map(({ grant }) => grant)).toEqual([alba, bo]);
    expect([report.conclusions, report.strays]).toEqual([[], 0]);
    expect(report.unread.join()).toContain('warrants/');
    expect(world.aws.openings).toEqual(openings);
    expect([denied(world, alba), denied(world, bo)]).toEqual([false, false]);
    world.clock.set('2026-11-22T04:10:00Z');
    const { conclusions } = await world.sweep();
    expect(conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
    expect([denied(world, alba), denied(world, bo)]).toEqual([true, false]);
    for (const [key, bytes] of lost) world.store.objects.set(key, bytes);
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
  });

  it('nothing is opened anew', async () => {
    const world = await scene([alba]);
    await world.apply();
    const [before] = [...lose(world, prefix).values()];
    await world.apply().catch(() => undefined);
    const now = world.store.objects.get(`warrants/${alba}/0.json`);
    expect(now === undefined || Buffer.compare(now, before ?? now) === 0).toBe(true);
  });
});

it.each(['endings/', 'trusted/'])('without %s nothing is known either', async (prefix) => {
  const world = await scene([alba]);
  await world.apply();
  await (await world.archive()).writeEnding({ grant: alba, kind: 'revoked', why: 'revoked', evidence: null });
  lose(world, prefix);
  const failure = await world.apply().then(
    ({ problems }) => problems[0],
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'BG0811' });
});

it('never calls a grant closed whose warrant is lost: nobody knows its layers', async () => {
  const world = await scene([alba]);
  await world.apply();
  await (await world.archive()).writeEnding({ grant: alba, kind: 'revoked', why: 'revoked', evidence: null });
  lose(world, `warrants/${alba}/`);
  world.clock.set('2026-11-22T05:10:00Z');
  const { conclusions } = await world.sweep();
  expect(conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
  expect(JSON.stringify(conclusions)).toContain('its layers are not known');
});
