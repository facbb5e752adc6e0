import { describe, expect, it, vi } from 'vitest';
import { at, formatInstant, minute, plus } from '../../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import { nothingKnown } from '../../../../src/steps/archive/open-archive.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { sweep } from '../../../../src/steps/sweep/sweep.ts';
import { nothingWithdrawn } from '../../../../src/steps/withdrawn.ts';
import { alba, bo, lena, mei, type Scene, scene } from '../../../world/scene.ts';

const kinds = async (world: Scene, grant: string) =>
  (await (await world.archive()).of(grant)).endings.map(({ kind }) => kind);

const terraformCalls = ({ calls }: Scene) => calls.filter((call) => call.startsWith('terraform'));

describe('sweep', () => {
  it('ends two of three whatever the files are, and leaves the third with its shared opening', async () => {
    const world = await scene([alba, bo, lena]);
    await world.apply();
    const rule = [...world.aws.openings.keys()];
    const role = structuredClone(world.aws.roles.get(bo));
    world.commit({
      [`grants/${alba}.yaml`]: '{{{ not yaml',
      'playbooks/orders-db-read.yaml': undefined,
      'estate/prod-eu.lock.json': undefined,
      'estate/quillmark.yaml': 'people: [',
    });
    world.clock.set('2026-11-22T04:10:01Z');
    const { conclusions, live } = await world.sweep();
    expect(conclusions.map(({ grant, state }) => [grant, state])).toEqual([
      [lena, 'closed'],
      [alba, 'closed'],
    ]);
    expect(live.map(({ grant }) => grant)).toEqual([bo]);
    expect([...world.aws.openings.keys()]).toEqual(rule);
    expect(world.aws.roles.get(bo)).toEqual(role);
    expect([...world.aws.schedules.keys()]).toEqual([`${bo}-0`]);
    for (const grant of [alba, lena]) {
      expect(world.aws.roles.get(grant)).toMatchObject({ boundary: awsDenyAll, attached: [awsDenyAll] });
      expect(await kinds(world, grant)).toEqual(['cut', 'removed', 'closed']);
    }
  });

  it('says what it could not read, and ends that by the tag of the role', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    world.store.objects.set(`warrants/${alba}/0.json`, Buffer.from('x'));
    const { unread, conclusions, live } = await world.sweep();
    expect(unread).toEqual([expect.stringContaining(`warrants/${alba}/0.json`)]);
    expect(conclusions).toEqual([]);
    expect(live.map(({ grant }) => grant)).toEqual([alba, bo]);
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  });

  it('ends at the tag of the role when a warrant was made to say later, never the other way round', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    const tagged = (id: string, end: string) => {
      const role = world.aws.roles.get(id);
      if (role) world.aws.roles.set(id, { ...role, tags: { ...role.tags, 'breakglass:end': end } });
    };
    tagged(alba, '2026-11-22T03:30:00Z');
    tagged(bo, '2026-11-22T09:00:00Z');
    world.clock.set('2026-11-22T03:30:00Z');
    expect((await world.sweep()).conclusions.map(({ grant }) => grant)).toContain(alba);
    expect(world.aws.roles.get(bo)?.boundary).not.toBe(awsDenyAll);
    world.clock.set('2026-11-22T05:00:00Z');
    expect((await world.sweep()).conclusions.map(({ grant }) => grant)).toContain(bo);
  });

  it('ends a grant whose file was deleted, and then finds nothing to do', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    world.commit({ [`grants/${alba}.yaml`]: undefined });
    const first = await world.sweep();
    expect(first.conclusions).toMatchObject([
      { grant: alba, state: 'settling', why: 'its file was deleted' },
    ]);
    const [cut] = (await (await world.archive()).of(alba)).endings.filter(({ kind }) => kind === 'cut');
    const until = formatInstant(plus(at(cut?.at ?? ''), 2 * minute));
    expect(first.conclusions).toMatchObject([{ until }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    world.calls.length = 0;
    const objects = world.store.objects.size;
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'settling' }]);
    expect(terraformCalls(world)).toEqual([]);
    expect(world.store.objects.size).toBe(objects);
    world.clock.set('2026-11-22T03:13:00Z');
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
    expect((await world.sweep()).conclusions).toEqual([]);
    expect(await kinds(world, alba)).toEqual(['revoked', 'cut', 'removed', 'closed']);
  });

  it('keeps to a withdrawal that failed to cut, whatever the next commit says', async () => {
    const world = await scene([alba]);
    await world.apply();
    const file = world.text(`grants/${alba}.yaml`);
    world.commit({ [`grants/${alba}.yaml`]: undefined });
    world.broken.add('cloud.denyRole');
    expect((await world.sweep()).conclusions).toMatchObject([{ state: 'residual' }]);
    world.broken.clear();
    world.commit({ [`grants/${alba}.yaml`]: file });
    await world.sweep();
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  });

  it('ends the grant of a person who left the estate', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    const estate = world
      .text('estate/quillmark.yaml')
      .replace(/\n {2}bo:\n(?: {4}.*\n)+/, '\n')
      .replaceAll('bo, ', '')
      .replaceAll(', bo', '');
    world.commit({ 'estate/quillmark.yaml': estate });
    const { conclusions } = await world.sweep();
    expect(conclusions).toMatchObject([{ grant: bo, why: 'bo is no longer in the estate' }]);
  });

  it('cuts on time without an archive to write to, removes nothing, and finishes when it is back', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.calls.length = 0;
    world.clock.set('2026-11-22T04:10:00Z');
    world.archiveFails.writing = true;
    const { conclusions } = await world.sweep();
    expect(conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.openings.size).toBe(0);
    expect([...world.terraform.state.keys()]).toContain(`aws_iam_role.grant-${alba}-role`);
    expect(terraformCalls(world)).toEqual([]);
    world.archiveFails.writing = false;
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
    expect(await kinds(world, alba)).toEqual(['cut', 'removed', 'closed']);
    expect((await verifyArchive(world.store)).first).toBeUndefined();
  });

  it('goes by the role tags while the archive cannot be read', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    const archive = await world.archive();
    world.clock.set('2026-11-22T04:10:00Z');
    world.archiveFails.reading = true;
    world.archiveFails.writing = true;
    const report = await sweep(world.world, archive, nothingWithdrawn);
    expect(report.conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.roles.get(bo)?.boundary).not.toBe(awsDenyAll);
    expect(world.aws.openings.size).toBe(1);
  });

  it('takes a role that was found denied for over: somebody cut it while the archive was down', async () => {
    const world = await scene([alba]);
    await world.apply();
    await world.world.cloud.denyRole(alba);
    expect((await world.sweep()).conclusions).toMatchObject([
      { grant: alba, why: 'its role was found denied' },
    ]);
    expect(world.aws.openings.size).toBe(0);
  });

  it.each([
    { boundary: awsDenyAll, attached: [] },
    { boundary: undefined, attached: [awsDenyAll] },
  ])('does not take half a cut for a cut: %o', async (half) => {
    const world = await scene([alba]);
    await world.apply();
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    const role = world.aws.roles.get(alba);
    if (role) world.aws.roles.set(alba, { ...role, ...half });
    await world.sweep();
    expect(world.aws.roles.get(alba)).toMatchObject({ boundary: awsDenyAll, attached: [awsDenyAll] });
  });

  it('removes the denied role an hour after, and not a second before', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    world.clock.set('2026-11-22T05:09:59Z');
    expect((await world.sweep()).conclusions).toEqual([]);
    expect(world.aws.roles.has(alba)).toBe(true);
    world.clock.set('2026-11-22T05:10:00Z');
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'removed' }]);
    expect(world.aws.roles.size + world.aws.openings.size + world.aws.schedules.size).toBe(0);
    expect(world.terraform.state.size).toBe(0);
    world.calls.length = 0;
    expect((await world.sweep()).conclusions).toEqual([]);
    expect(terraformCalls(world)).toEqual([]);
  });

  it('cuts again, and says so, when a closed grant is open again', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    const role = world.aws.roles.get(alba);
    if (role) world.aws.roles.set(alba, { ...role, boundary: undefined, attached: [] });
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(await kinds(world, alba)).toEqual(['cut', 'removed', 'closed', 'cut', 'closed']);
    expect((await world.sweep()).conclusions).toEqual([]);
    world.clock.set('2026-11-22T05:10:00Z');
    expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'removed' }]);
  });

  it('has nothing to do for a grant whose opening went with the other that needed it', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    world.clock.set('2026-11-22T04:40:00Z');
    expect((await world.sweep()).conclusions.map(({ grant, state }) => [grant, state])).toEqual([
      [bo, 'closed'],
    ]);
    expect(world.aws.openings.size).toBe(0);
  });

  it('does not call a role removed that Terraform lost from its state and does not take back', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.terraform.state.delete(`aws_iam_role.grant-${alba}-role`);
    world.broken.add('terraform.adopt.import');
    world.clock.set('2026-11-22T05:10:00Z');
    const { conclusions } = await world.sweep();
    expect(conclusions.map(({ state }) => state)).toEqual(['closed', 'leftover']);
    expect(await kinds(world, alba)).toEqual(['cut', 'removed', 'closed']);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  });

  it('does all of it at once when it comes hours late', async () => {
    const world = await scene([alba, mei]);
    await world.apply();
    world.clock.set('2026-11-22T12:00:00Z');
    const { conclusions } = await world.sweep();
    expect(conclusions.map(({ state }) => state)).toEqual(['closed', 'closed', 'removed', 'removed']);
    expect(world.aws.roles.size).toBe(0);
    expect((await world.sweep()).conclusions).toEqual([]);
  });

  it('is live until the second before its end and over at its end', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.clock.set('2026-11-22T04:09:59Z');
    expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([alba]);
    world.clock.set('2026-11-22T04:10:00Z');
    expect((await world.sweep()).live).toEqual([]);
  });

  it.each(['cloud.roles', 'cloud.role', 'cloud.openings', 'cloud.schedule'])(
    'calls nothing closed while %s does not answer',
    async (call) => {
      const world = await scene([alba]);
      await world.apply();
      world.clock.set('2026-11-22T04:10:00Z');
      world.broken.add(call);
      expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
      expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
      expect(await kinds(world, alba)).not.toContain('closed');
      world.broken.clear();
      expect((await world.sweep()).conclusions).toMatchObject([{ grant: alba, state: 'closed' }]);
    },
  );

  it('cuts the rest when one role cannot be denied', async () => {
    const world = await scene([alba, mei]);
    await world.apply();
    world.clock.set('2026-11-22T04:40:00Z');
    world.broken.add('cloud.denyRole');
    const { conclusions } = await world.sweep();
    expect(conclusions.map(({ state }) => state)).toEqual(['residual', 'residual']);
    expect(world.aws.openings.size).toBe(0);
    expect(await kinds(world, alba)).toEqual(['residual']);
  });

  it('writes a residual once while it stays the same', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.clock.set('2026-11-22T04:40:00Z');
    world.broken.add('terraform.plan');
    await world.sweep();
    await world.sweep();
    expect(await kinds(world, alba)).toEqual(['cut', 'residual']);
    world.broken.clear();
    await world.sweep();
    expect(await kinds(world, alba)).toEqual(['cut', 'residual', 'removed', 'closed']);
  });

  it('denies a role of our names that no warrant knows, and closes an opening that no grant needs', async () => {
    const world = await scene([alba]);
    await world.apply();
    const [role] = world.aws.roles.values();
    const [opening] = world.aws.openings.values();
    const stray = '2026-11-22-orders-read-nobody';
    if (role) world.aws.roles.set(stray, { ...role, name: stray });
    if (opening)
      world.aws.openings.set('sgr-stray', { ...opening, ruleId: 'sgr-stray', range: '192.0.2.0/24' });
    const report = await world.sweep();
    expect(report.strays).toBe(1);
    expect(report.conclusions).toMatchObject([
      { grant: stray, why: 'stands without a warrant', state: 'closed' },
    ]);
    expect(world.aws.roles.get(stray)?.boundary).toBe(awsDenyAll);
    expect(world.aws.roles.get(alba)?.boundary).not.toBe(awsDenyAll);
    expect([...world.aws.openings.keys()]).not.toContain('sgr-stray');
  });

  it('takes a grant for over whose ending cannot be read: an ending always wins', async () => {
    const world = await scene([alba, bo]);
    await world.apply();
    const archive = await world.archive();
    await archive.writeEnding({ grant: alba, kind: 'revoked', why: 'Alba left', evidence: null });
    world.store.objects.set(`endings/${alba}/0-revoked.json`, Buffer.from('{}'));
    expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([bo]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.roles.get(bo)?.boundary).not.toBe(awsDenyAll);
  });

  it('lets a grant whose warrant cannot be read live to the end in its tag', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.store.objects.set(`warrants/${alba}/0.json`, Buffer.from('{}'));
    expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([alba]);
    world.clock.set('2026-11-22T04:10:00Z');
    await world.sweep();
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.openings.size).toBe(0);
  });

  it('reads the archive once more before it cuts for want of a warrant', async () => {
    const world = await scene([alba]);
    await world.apply();
    const archive = await world.archive();
    const nothing = { ...nothingKnown(''), outage: undefined };
    const late = {
      ...archive,
      unfinished: vi.fn(archive.unfinished).mockResolvedValueOnce(nothing),
      of: vi.fn(archive.of).mockResolvedValueOnce({ warrants: [], endings: [] }),
    };
    const report = await sweep(world.world, late, nothingWithdrawn);
    expect(late.unfinished).toHaveBeenCalledTimes(2);
    expect(report.live.map(({ grant }) => grant)).toEqual([alba]);
    expect(world.calls.filter((call) => call.startsWith('cloud.denyRole'))).toEqual([]);
    expect(world.aws.openings.size).toBe(1);
  });

  it('believes no commit that is older than what was applied last', async () => {
    const world = await scene([alba]);
    await world.apply();
    const file = world.text(`grants/${alba}.yaml`);
    const without = world.commit({ [`grants/${alba}.yaml`]: undefined });
    world.commit({ [`grants/${alba}.yaml`]: file });
    await world.apply();
    world.repository.checkout(without);
    expect((await world.sweep()).live.map(({ grant }) => grant)).toEqual([alba]);
  });

  it('closes an opening of its own from which the tags were taken', async () => {
    const world = await scene([alba]);
    await world.apply();
    for (const [id, opening] of world.aws.openings)
      world.aws.openings.set(id, { ...opening, tags: {}, description: '' });
    world.clock.set('2026-11-22T04:10:00Z');
    world.broken.add('terraform.prepare');
    await world.sweep();
    expect(world.aws.openings.size).toBe(0);
  });
});
