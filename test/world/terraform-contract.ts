/** What every Terraform must do, in memory and on disk. The tests build on each other, in this order. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening, reviewRemoval } from '../../src/plan/review.ts';
import type { SavedPlan, Terraform } from '../../src/ports.ts';
import { account, region, sampleGrant, sampleInput, sharedOpening, together } from '../unit/stacks/sample.ts';

export type TerraformStage = {
  readonly terraform: Terraform;
  /** The security group that openings are made in. */
  readonly group: string;
  roles(): Promise<string[]>;
  rules(): Promise<string[]>;
  /** Behind Terraform's back. */
  makeRole(name: string): Promise<void>;
  removeRole(name: string): Promise<void>;
  denyRole(name: string): Promise<void>;
  revokeAll(): Promise<void>;
  /** Meanwhile another process holds the state. */
  whileHeld(act: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

const [alba, bo] = ['2026-11-22-orders-read-alba', '2026-11-22-orders-read-bo'];

export function terraformContract(open: () => Promise<TerraformStage>): void {
  let stage: TerraformStage;
  const grants = { alba: [] as Resource[], bo: [] as Resource[] };
  beforeAll(async () => {
    stage = await open();
    Object.assign(grants, { alba: sampleGrant(alba, stage.group), bo: sampleGrant(bo, stage.group) });
  });
  afterAll(() => stage?.close());

  const prepare = (...resources: Resource[][]) =>
    stage.terraform.prepare(sampleInput(together(...resources)));
  const addresses = async () => [...(await stage.terraform.addresses())].sort();

  test('creates from nothing what the review accepts', async () => {
    await prepare(grants.alba);
    expect(await addresses()).toEqual([]);
    expect(await stage.terraform.heldBy()).toBeUndefined();
    const plan = await opening(stage.terraform, grants.alba);
    expect(actionsIn(plan)).toEqual(grants.alba.map((one) => [addressOf(one), 'create']).sort());
    expect(await stage.terraform.apply(plan)).toMatchObject({ exitCode: 0, timedOut: false });
    expect(await addresses()).toEqual(grants.alba.map(addressOf).sort());
    expect(await stage.roles()).toEqual([alba]);
  });

  test('what fails keeps back what depends on it, and nothing else', async () => {
    await stage.makeRole(bo);
    await prepare(grants.alba, grants.bo);
    const plan = await opening(stage.terraform, grants.bo);
    expect(actionsIn(plan).filter(([, action]) => action === 'no-op')).toEqual([[sharedOpening, 'no-op']]);
    expect(await stage.terraform.apply(plan)).toMatchObject({ exitCode: 1, code: 'BG0607' });
    const made = grants.bo.filter(({ type }) => type === 'aws_scheduler_schedule').map(addressOf);
    expect(await addresses()).toEqual([...grants.alba.map(addressOf), ...made].sort());
    await stage.removeRole(bo);
  });

  test('a plan holds what its addresses depend on; of two plans the second is stale', async () => {
    const policies = grants.bo.filter(({ type }) => type === 'aws_iam_role_policy').map(addressOf);
    const [first, second] = [await stage.terraform.plan(policies), await stage.terraform.plan(policies)];
    const planned = grants.bo.filter(({ type }) => type !== 'aws_vpc_security_group_ingress_rule');
    expect(actionsIn(first).map(([address]) => address)).toEqual(planned.map(addressOf).sort());
    expect(await stage.terraform.apply(first)).toMatchObject({ exitCode: 0 });
    expect(await stage.terraform.apply(second)).toMatchObject({ exitCode: 1, code: 'BG0603' });
    await expect(stage.terraform.apply(first)).rejects.toMatchObject({ code: 'BG0609' });
    expect(await stage.roles()).toEqual([alba, bo]);
    expect(await stage.rules()).toHaveLength(1);
  });

  test('refuses an address that nobody knows, and none at all', async () => {
    const plan = stage.terraform.plan([sharedOpening, 'aws_iam_role.grant-nobody-role']);
    await expect(plan).rejects.toMatchObject({
      code: 'BG0604',
      message: 'neither the configuration nor the state has aws_iam_role.grant-nobody-role',
    });
    await expect(stage.terraform.plan([])).rejects.toThrow('a plan of everything');
  });

  test('does nothing while another process holds the state', async () => {
    await stage.whileHeld(async () => {
      expect(await stage.terraform.heldBy()).toMatchObject({ owner: 'alive' });
      await expect(stage.terraform.plan([sharedOpening])).rejects.toMatchObject({ code: 'BG0605' });
    });
    expect(await stage.terraform.heldBy()).toBeUndefined();
  });

  test('what is gone in AWS leaves the state by a plan without changes', async () => {
    await stage.revokeAll();
    await prepare();
    const plan = await stage.terraform.plan([sharedOpening]);
    const read = readPlan(plan.json);
    expect(read.ok && read.value.changes).toEqual([]);
    expect(read.ok && read.value.drift.map(({ address, actions }) => [address, actions])).toEqual([
      [sharedOpening, ['delete']],
    ]);
    expect(read.ok ? reviewRemoval(read.value, [sharedOpening], { account, region }) : read.problems).toEqual(
      [],
    );
    await stage.terraform.apply(plan);
    expect(await addresses()).not.toContain(sharedOpening);
  });

  test('removes exactly what is over, a denied role among it', async () => {
    await stage.denyRole(alba);
    const doomed = grants.alba.map(addressOf).filter((address) => address !== sharedOpening);
    const plan = await stage.terraform.plan(doomed);
    const read = readPlan(plan.json);
    expect(read.ok ? reviewRemoval(read.value, doomed, { account, region }) : read.problems).toEqual([]);
    expect(actionsIn(plan)).toEqual(doomed.map((address) => [address, 'delete']).sort());
    expect(await stage.terraform.apply(plan)).toMatchObject({ exitCode: 0 });
    expect(await stage.roles()).toEqual([bo]);
    const left = grants.bo.map(addressOf).filter((address) => address !== sharedOpening);
    expect(await addresses()).toEqual(left.sort());
  });
}

async function opening(terraform: Terraform, wanted: readonly Resource[]): Promise<SavedPlan> {
  const plan = await terraform.plan(wanted.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, wanted, { account, region }) : read.problems).toEqual([]);
  return plan;
}

/** Address and action of each change, sorted. */
function actionsIn(plan: SavedPlan): string[][] {
  const read = readPlan(plan.json);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value.changes.map(({ address, actions }) => [address, actions.join()]).sort();
}
