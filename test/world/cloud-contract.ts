/** What every Cloud must answer, in memory and from AWS. The tests build on each other, in this order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsDenyAll, boundaryArn, rolePath, scheduleGroup } from '../../src/grant/names.ts';
import type { Cloud } from '../../src/ports.ts';

export type CloudStage = {
  readonly cloud: Cloud;
  readonly account: string;
  /** Two security groups that stand. */
  readonly groups: readonly [string, string];
  /** With one inline policy `breakglass`, and the boundary of its target unless it is to have none. */
  makeRole(name: string, path: string, boundary: 'boundary' | 'no boundary'): Promise<void>;
  /** From 203.0.113.0/28; `target`: the tag, where it has one. */
  makeOpening(group: string, port: number, target?: string): Promise<void>;
  makeSchedule(name: string, group: string, expression: string): Promise<void>;
  close(): Promise<void>;
};

const target = 'prod-eu';
const grant = '2026-11-22-orders-read-alba';

export function cloudContract(open: () => Promise<CloudStage>): void {
  let stage: CloudStage;
  let cloud: Cloud;
  beforeAll(async () => {
    stage = await open();
    cloud = stage.cloud;
    const [ours, others] = stage.groups;
    await stage.makeRole(grant, rolePath(target), 'boundary');
    await stage.makeRole(`${grant}-other`, rolePath('prod-eu-2'), 'no boundary');
    await stage.makeOpening(ours, 5432, target);
    await stage.makeOpening(ours, 5433);
    await stage.makeOpening(others, 3306, target);
    await stage.makeOpening(others, 3307, 'staging');
  });
  afterAll(() => stage?.close());

  const ports = async (groups: readonly string[]) =>
    (await cloud.openings(target, groups)).items.map(({ fromPort }) => fromPort).sort();

  test('roles are listed by their path, whole; one by name; one that is gone is undefined', async () => {
    const listing = await cloud.roles(rolePath(target));
    expect(listing).toMatchObject({ complete: true, items: [{ name: grant, path: rolePath(target) }] });
    const boundary = boundaryArn(stage.account, target);
    expect(listing.items[0]).toMatchObject({ boundary, attached: [], maxSessionSeconds: 3600 });
    expect(Object.keys(listing.items[0]?.documents ?? {})).toEqual(['breakglass']);
    expect(await cloud.role(grant)).toEqual(listing.items[0]);
    expect(await cloud.role('2026-11-22-gone')).toBeUndefined();
    expect((await cloud.role(`${grant}-other`))?.boundary).toBeUndefined();
    expect(await cloud.roles('/nobody/')).toEqual({ complete: true, items: [] });
  });

  test('denied twice is denied, read back as both halves; its policy and other roles are as they were', async () => {
    const [before, other] = [await cloud.role(grant), await cloud.role(`${grant}-other`)];
    for (const _ of [1, 2]) {
      await cloud.denyRole(grant);
      expect(await cloud.role(grant)).toEqual({ ...before, boundary: awsDenyAll, attached: [awsDenyAll] });
    }
    expect(await cloud.role(`${grant}-other`)).toEqual(other);
    await expect(cloud.denyRole('2026-11-22-gone')).resolves.toBeUndefined();
  });

  test('openings come by tag and by group, each once', async () => {
    const [ours, others] = stage.groups;
    expect(await ports([])).toEqual([3306, 5432]);
    expect(await ports([ours])).toEqual([3306, 5432, 5433]);
    expect(await ports([ours, others])).toEqual([3306, 3307, 5432, 5433]);
    expect(await cloud.openings('prod', [])).toEqual({ complete: true, items: [] });
  });

  test('closed twice is closed, in its own group only, and what is gone keeps nothing open', async () => {
    const [ours, others] = stage.groups;
    const { items } = await cloud.openings(target, [ours]);
    const rules = items.filter(({ securityGroup }) => securityGroup === ours).map(({ ruleId }) => ruleId);
    await cloud.closeOpenings(ours, rules.slice(0, 1));
    await cloud.closeOpenings(ours, rules.slice(0, 1));
    await cloud.closeOpenings(ours, rules);
    await cloud.closeOpenings(ours, []);
    await cloud.closeOpenings('sg-00000000000000000', ['sgr-00000000000000000']);
    expect(await ports([ours, others])).toEqual([3306, 3307]);
  });

  test('schedules of a group; a group that is not there holds none', async () => {
    const expression = 'at(2026-11-22T04:39:00)';
    await stage.makeSchedule(`${grant}-0`, scheduleGroup(target), expression);
    const name = `${grant}-0`;
    expect(await cloud.schedules(scheduleGroup(target))).toEqual({ complete: true, items: [{ name }] });
    const found = { name, expression, timeZone: 'UTC', enabled: true };
    expect(await cloud.schedule(scheduleGroup(target), name)).toMatchObject(found);
    expect(await cloud.schedule(scheduleGroup(target), `${grant}-1`)).toBeUndefined();
    expect(await cloud.schedules(scheduleGroup('nobody'))).toEqual({ complete: true, items: [] });
  });

  test('what nobody has is undefined', async () => {
    expect(await cloud.securityGroup('sg-00000000000000000')).toBeUndefined();
    expect(await cloud.securityGroup(stage.groups[0])).toEqual({ account: stage.account });
    expect(await cloud.table('nobody')).toBeUndefined();
    expect(await cloud.database({ cluster: 'nobody' })).toBeUndefined();
    expect((await cloud.caller()).account).toBe(stage.account);
  });
}
