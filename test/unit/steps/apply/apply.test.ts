import { describe, expect, it } from 'vitest';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import { alba, bo, lena, mei, scene } from '../../../world/scene.ts';

const all = [alba, bo, lena, mei];

describe('apply', () => {
  it('opens what the commit wants, once, and says that approvals were not proven', async () => {
    const world = await scene(all);
    const report = await world.apply();
    expect(report.problems).toEqual([]);
    expect(report.opened.map(({ warrant }) => warrant.grant).sort()).toEqual([...all].sort());
    expect([...world.aws.roles.keys()].sort()).toEqual([...all].sort());
    expect(world.aws.openings.size).toBe(2);
    expect(report.opened.every(({ warrant }) => warrant.approvals === 'not proven')).toBe(true);
    world.calls.length = 0;
    const again = await world.apply();
    expect(again.opened).toEqual([]);
    expect([...again.choice.kept].sort()).toEqual([...all].sort());
    expect(world.calls.filter((call) => call.startsWith('terraform'))).toEqual([]);
  });

  it('counts the duration from activation, however late the approval came', async () => {
    const world = await scene([alba], '2026-11-22T03:29:00Z');
    const [opened] = (await world.apply()).opened;
    expect(opened?.warrant).toMatchObject({
      activation: '2026-11-22T03:29:00Z',
      end: '2026-11-22T04:29:00Z',
    });
  });

  it('ends at the wall when the duration would reach beyond it', async () => {
    const world = await scene([alba], '2026-11-22T04:10:00Z');
    const [opened] = (await world.apply()).opened;
    expect(opened?.warrant.end).toBe('2026-11-22T04:40:00Z');
  });

  it.each([
    ['2026-11-22T04:35:01Z', 'BG0331'],
    ['2026-11-21T23:59:59Z', 'BG0330'],
  ])('opens nothing at %s', async (now, code) => {
    const world = await scene([alba], now);
    const report = await world.apply();
    expect(report.opened).toEqual([]);
    expect(report.files.map((problem) => problem.code)).toContain(code);
    expect(world.aws.roles.size).toBe(0);
  });

  it('takes an old file for past, not for an error', async () => {
    const world = await scene([alba], '2026-12-24T00:00:00Z');
    const report = await world.apply();
    expect(report.choice.past).toEqual([alba]);
    expect([...report.files, ...report.problems]).toEqual([]);
  });

  it('moves no end and touches nothing when other grants are applied and files are edited', async () => {
    const world = await scene([alba]);
    await world.apply();
    const before = structuredClone(world.aws.roles.get(alba));
    const warrant = (await (await world.archive()).of(alba)).warrants;
    world.clock.set('2026-11-22T03:20:00Z');
    world.commit({
      [`grants/${bo}.yaml`]: (await scene(all)).text(`grants/${bo}.yaml`),
      'playbooks/orders-db-read.yaml': world
        .text('playbooks/orders-db-read.yaml')
        .replace('maxDuration: 120m', 'maxDuration: 100m'),
      'estate/quillmark.yaml': world
        .text('estate/quillmark.yaml')
        .replace('203.0.113.0/28', '203.0.113.16/28'),
    });
    const report = await world.apply();
    expect(report.opened.map(({ warrant: one }) => one.grant)).toEqual([bo]);
    expect(world.aws.roles.get(alba)).toEqual(before);
    expect((await (await world.archive()).of(alba)).warrants).toEqual(warrant);
  });

  it('refuses the edit of a live grant, and lets it live as its warrant says', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.commit({ [`grants/${alba}.yaml`]: world.text(`grants/${alba}.yaml`).replace('60m', '90m') });
    const report = await world.apply();
    expect(report.files.map(({ code }) => code)).toEqual(['BG0333']);
    expect(report.choice.kept).toEqual([alba]);
    expect((await (await world.archive()).of(alba)).endings).toEqual([]);
  });

  it('opens the sound grants beside a broken one', async () => {
    const world = await scene([alba, bo]);
    world.commit({ [`grants/${bo}.yaml`]: 'person: [' });
    const report = await world.apply();
    expect(report.opened.map(({ warrant }) => warrant.grant)).toEqual([alba]);
    expect(report.files.some(({ severity }) => severity === 'error')).toBe(true);
  });

  it('never opens a grant again that was cut, whatever the files say', async () => {
    const world = await scene([alba]);
    await world.apply();
    const file = world.text(`grants/${alba}.yaml`);
    world.commit({ [`grants/${alba}.yaml`]: undefined });
    await world.sweep();
    world.clock.set('2026-11-22T03:20:00Z');
    world.commit({ [`grants/${alba}.yaml`]: file.replace('60m', '70m') });
    const report = await world.apply();
    expect(report.opened).toEqual([]);
    expect(report.files.map(({ code }) => code)).toEqual(['BG0334']);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  });

  it('opens and deletes nothing at a commit that is older than the last', async () => {
    const world = await scene([alba]);
    const old = await world.repository.head();
    world.commit({ [`grants/${bo}.yaml`]: (await scene(all)).text(`grants/${bo}.yaml`) });
    await world.apply();
    const standing = structuredClone(world.aws.roles);
    world.repository.checkout(old);
    world.clock.set('2026-11-22T03:20:00Z');
    const report = await world.apply();
    expect(report.problems.map(({ code }) => code)).toEqual(['BG0703']);
    expect(report.swept).toBeUndefined();
    await world.sweep();
    expect(world.aws.roles).toEqual(standing);
  });

  it('creates nothing while the archive cannot be written', async () => {
    const world = await scene([alba]);
    world.archiveFails.writing = true;
    await expect(world.apply()).rejects.toThrow('does not take anything');
    expect(world.aws.roles.size + world.aws.openings.size + world.aws.schedules.size).toBe(0);
    expect(world.calls).not.toContain('terraform.apply');
  });

  it('tells what it could not prove closed, although opening broke off then', async () => {
    const world = await scene([alba]);
    await world.apply();
    world.commit({ [`grants/${alba}.yaml`]: undefined });
    world.archiveFails.writing = true;
    const { swept, opened, problems } = await world.apply();
    expect(swept?.conclusions).toMatchObject([{ grant: alba, state: 'residual' }]);
    expect([opened, problems.map(({ code }) => code)]).toEqual([[], ['BG0711']]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  });

  it('refuses while AWS is not what the lock file says, and names the difference', async () => {
    const world = await scene([alba]);
    const facts = world.aws.databases.get('orders-prod');
    if (facts) world.aws.databases.set('orders-prod', { ...facts, resourceId: 'cluster-SOMETHINGELSE' });
    const report = await world.apply();
    expect(report.problems.map(({ code }) => code)).toEqual(['BG0257']);
    expect(report.problems[0]?.message).toContain('databases.orders-prod.resourceId');
    expect(world.aws.roles.size).toBe(0);
  });

  it('ends at once what was not opened as its warrant says', async () => {
    const world = await scene([alba]);
    world.broken.add('cloud.schedule');
    const report = await world.apply();
    expect(report.opened).toEqual([]);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.openings.size).toBe(0);
    expect(report.problems.map(({ code }) => code)).toEqual(['BG0706']);
  });

  it('cuts a grant that was ended while Terraform ran: an ending always wins', async () => {
    const world = await scene([alba, bo]);
    const archive = await world.archive();
    world.when('terraform.apply', async () => {
      await archive.writeEnding({ grant: alba, kind: 'revoked', why: 'Alba left', evidence: null });
    });
    const report = await world.apply();
    expect(report.opened.map(({ warrant }) => warrant.grant)).toEqual([bo]);
    expect(report.problems.map(({ code }) => code)).toEqual(['BG0705']);
    expect(world.aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
    expect(world.aws.roles.get(bo)?.boundary).not.toBe(awsDenyAll);
    expect(world.aws.openings.size).toBe(1);
  });

  it('synthesizes what is live and what is opened, never what was cut', async () => {
    const world = await scene([alba, lena]);
    await world.apply();
    const others = await scene(all);
    world.commit({
      [`grants/${alba}.yaml`]: undefined,
      [`grants/${bo}.yaml`]: others.text(`grants/${bo}.yaml`),
    });
    world.calls.length = 0;
    await world.apply();
    const configured = world.calls.findLast((call) => call.startsWith('terraform.prepare'));
    expect(configured).toContain(`grant-${lena}-role`);
    expect(configured).toContain(`grant-${bo}-role`);
    expect(configured).not.toContain(alba);
  });

  it('writes the warrant before Terraform creates anything, and ends it when Terraform does not run', async () => {
    const world = await scene([alba]);
    world.broken.add('terraform.apply');
    const report = await world.apply();
    expect(report.opened).toEqual([]);
    expect(report.problems.map(({ code }) => code)).toEqual(['BG0705']);
    expect(world.aws.roles.size).toBe(0);
    const { warrants, endings } = await (await world.archive()).of(alba);
    expect(warrants).toHaveLength(1);
    expect(endings.map(({ kind }) => kind)).toEqual(['revoked', 'cut', 'removed', 'abandoned', 'closed']);
  });
});
