/** Openings and removals by the real Terraform and provider, each step reviewed, on one local AWS. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening, reviewRemoval } from '../../src/plan/review.ts';
import type { SavedPlan, Terraform } from '../../src/ports.ts';
import { account, region, sampleGrant, sampleInput, sharedOpening, together } from '../unit/stacks/sample.ts';
import { type Account, ingressRules, openAccount, revokeAll, terraformOf } from './account.ts';

const alba = '2026-11-22-orders-read-alba';
const bo = '2026-11-22-orders-read-bo';
// biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform must not evaluate it
const evil = 'Reads ${file("/etc/hostname")} and %{ if true }more';

let aws: Account;
let terraform: Terraform;
let grants: Record<'alba' | 'bo', Resource[]>;

beforeAll(async () => {
  aws = await openAccount();
  terraform = terraformOf(aws);
  const described = sampleGrant(alba, aws.group).map((resource) =>
    resource.type === 'aws_iam_role'
      ? { ...resource, values: { ...resource.values, description: evil } }
      : resource,
  );
  grants = { alba: described, bo: sampleGrant(bo, aws.group) };
});

afterAll(() => aws?.close());

async function open(wanted: readonly Resource[]): Promise<SavedPlan> {
  const plan = await terraform.plan(wanted.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, wanted, { account, region }) : read.problems).toEqual([]);
  return plan;
}

async function remove(addresses: readonly string[]): Promise<void> {
  await terraform.prepare(sampleInput([]));
  const plan = await terraform.plan(addresses);
  const read = readPlan(plan.json);
  expect(read.ok ? reviewRemoval(read.value, addresses, { account, region }) : read.problems).toEqual([]);
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 0 });
  expect((await terraform.addresses()).filter((address) => addresses.includes(address))).toEqual([]);
}

async function roles(): Promise<string[]> {
  const { Roles = [] } = await aws.iam.send(new ListRolesCommand({ PathPrefix: '/breakglass/prod-eu/' }));
  return Roles.map(({ RoleName }) => String(RoleName)).sort();
}

const parts = (resources: readonly Resource[], part: RegExp) =>
  resources.map(addressOf).filter((address) => part.test(address));

test('a first grant is created from nothing, and text stays text', async () => {
  await terraform.prepare(sampleInput(grants.alba));
  expect(await terraform.addresses()).toEqual([]);
  const plan = await open(grants.alba);
  expect(plan.text).toContain('Plan: 4 to add, 0 to change, 0 to destroy');
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 0, timedOut: false });
  expect(existsSync(plan.file)).toBe(false);
  expect([...(await terraform.addresses())].sort()).toEqual(grants.alba.map(addressOf).sort());
  const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: alba }));
  expect(Role?.Description).toBe(evil);
});

test('a second grant shares the opening and leaves the first alone', async () => {
  const before = await ingressRules(aws);
  await terraform.prepare(sampleInput(together(grants.alba, grants.bo)));
  const plan = await open(grants.bo);
  expect(plan.text).toContain('Plan: 3 to add, 0 to change, 0 to destroy');
  await terraform.apply(plan);
  expect(await roles()).toEqual([alba, bo]);
  expect(await ingressRules(aws)).toEqual(before);
});

test('planning it again finds nothing to do, and the review agrees', async () => {
  const first = lockFiles();
  await terraform.prepare(sampleInput(together(grants.alba, grants.bo)));
  expect((await open(grants.bo)).text).toContain('No changes.');
  expect(first).toHaveLength(1);
  expect(lockFiles()).toEqual(first);
});

test('an address that nobody knows is refused before Terraform hides it', async () => {
  const plan = terraform.plan([sharedOpening, 'aws_iam_role.grant-nobody-role']);
  await expect(plan).rejects.toMatchObject({
    code: 'BG0604',
    message: 'neither the configuration nor the state has aws_iam_role.grant-nobody-role',
  });
  await expect(terraform.plan([])).rejects.toThrow('a plan of everything');
});

test('of two plans the second is stale once the first is applied', async () => {
  await terraform.prepare(sampleInput([]));
  const policy = parts(grants.bo, /role_policy/);
  const [first, second] = [await terraform.plan(policy), await terraform.plan(policy)];
  expect(await terraform.apply(first)).toMatchObject({ exitCode: 0 });
  expect(await terraform.apply(second)).toMatchObject({ exitCode: 1, code: 'BG0603' });
  await terraform.prepare(sampleInput(together(grants.alba, grants.bo)));
  await terraform.apply(await open(grants.bo));
});

test('a plan file with other bytes is not applied', async () => {
  const plan = await terraform.plan([sharedOpening]);
  writeFileSync(plan.file, Buffer.concat([readFileSync(plan.file), Buffer.from([0])]));
  await expect(terraform.apply(plan)).rejects.toMatchObject({ code: 'BG0609' });
});

test('the schedule of one grant goes while its policy depends on it, the other grant stays', async () => {
  await remove(parts(grants.alba, /schedule/));
  expect(await roles()).toEqual([alba, bo]);
  expect(await ingressRules(aws)).toHaveLength(1);
  const kept = { GroupName: 'breakglass-prod-eu-schedules', Name: `${bo}-0` };
  expect((await aws.scheduler.send(new GetScheduleCommand(kept))).State).toBe('ENABLED');
});

test('an opening that a cut has revoked leaves the state by a plan that changes nothing', async () => {
  await revokeAll(aws);
  await remove([sharedOpening]);
  expect(await roles()).toEqual([alba, bo]);
});

test('a denied role goes with its foreign boundary and attachment', async () => {
  const deny = 'arn:aws:iam::aws:policy/AWSDenyAll';
  await aws.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: alba, PermissionsBoundary: deny }));
  await aws.iam.send(new AttachRolePolicyCommand({ RoleName: alba, PolicyArn: deny }));
  await remove(parts(grants.alba, /iam/));
  expect(await roles()).toEqual([bo]);
});

test('the last grant leaves nothing', async () => {
  await remove(parts(grants.bo, /iam|schedule/));
  expect(await roles()).toEqual([]);
  expect(await terraform.addresses()).toEqual([]);
});

/** Of what Terraform was initialized with, for all runs. */
function lockFiles(): string[] {
  const folder = join(aws.folder, 'terraform', 'initialized');
  return readdirSync(folder).map((stamp) => readFileSync(join(folder, stamp, '.terraform.lock.hcl'), 'utf8'));
}
