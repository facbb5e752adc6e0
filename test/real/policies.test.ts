/** All situations of test/cases/policy in one stack: the real provider takes every document, and keeps the cut. */
import { join } from 'node:path';
import {
  AttachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsDenyAll } from '../../src/grant/names.ts';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening, reviewRemoval } from '../../src/plan/review.ts';
import type { Terraform } from '../../src/ports.ts';
import { situationsIn } from '../judge/situations.ts';
import type { Subject } from '../judge/subject.ts';
import { account, region, sampleInput, together } from '../unit/stacks/sample.ts';
import { type Account, ingressRules, openAccount, terraformOf } from './account.ts';

const situations = situationsIn(join(import.meta.dirname, '..', 'cases', 'policy'));
let aws: Account;
let terraform: Terraform;
let first: Resource[][];
let later: Resource[][];

beforeAll(async () => {
  aws = await openAccount();
  terraform = terraformOf(aws);
  const all = situations.map(({ subject }, n) => inOneAccount(subject, idOf(n)));
  [first, later] = [all.slice(5), all.slice(0, 5)];
});

afterAll(() => aws?.close());

test('all but five apply, and a second plan is empty', async () => {
  await terraform.prepare(sampleInput(together(...first)));
  await open(together(...first));
  expect(await roles()).toHaveLength(first.length);
  const again = await terraform.plan(together(...first).map(addressOf));
  expect(again.text).toContain('No changes.');
});

test('the cut of some outlasts the apply of others', async () => {
  const cut = [idOf(5), idOf(20), idOf(situations.length - 1)];
  for (const RoleName of cut) {
    await aws.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: awsDenyAll }));
    await aws.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: awsDenyAll }));
  }
  await terraform.prepare(sampleInput(together(...first, ...later)));
  await open(together(...later));
  expect(await roles()).toHaveLength(situations.length);
  for (const RoleName of cut) {
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName }));
    expect(Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(awsDenyAll);
    const { AttachedPolicies } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies?.map(({ PolicyArn }) => PolicyArn)).toEqual([awsDenyAll]);
  }
});

test('all are removed again, and nothing stays', async () => {
  await terraform.prepare(sampleInput([]));
  const addresses = await terraform.addresses();
  const plan = await terraform.plan(addresses);
  const read = readPlan(plan.json);
  expect(read.ok ? reviewRemoval(read.value, addresses, { account, region }) : read.problems).toEqual([]);
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 0 });
  expect(await terraform.addresses()).toEqual([]);
  expect(await roles()).toEqual([]);
  expect(await ingressRules(aws)).toEqual([]);
});

async function open(wanted: readonly Resource[]): Promise<void> {
  const plan = await terraform.plan(wanted.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, wanted, { account, region }) : read.problems).toEqual([]);
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 0, timedOut: false });
}

function idOf(n: number): string {
  return `2026-11-22-situation-${String(n + 1).padStart(2, '0')}`;
}

/** Many situations are about one grant of the examples: here each has an id of its own, in one target with one group. */
function inOneAccount({ grant, window, logins, again }: Subject, id: string): Resource[] {
  const target = { ...grant.target, account, region };
  const access = grant.access.map((one) =>
    one.kind === 'database' ? { ...one, securityGroup: aws.group } : one,
  );
  return [...again({ grant: { ...grant, id, target, access }, window, logins }).resources];
}

async function roles(): Promise<string[]> {
  const command = new ListRolesCommand({ PathPrefix: '/breakglass/prod-eu/' });
  const { Roles = [] } = await aws.iam.send(command);
  return Roles.map(({ RoleName }) => String(RoleName)).sort();
}
