/** Terraform stopped in the middle, and what the next run makes of it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening } from '../../src/plan/review.ts';
import type { Terraform, TerraformRun } from '../../src/ports.ts';
import { account, region, sampleGrant, sampleInput, together } from '../unit/stacks/sample.ts';
import { type Account, openAccount, terraformOf } from './account.ts';
import { type Gate, openGate } from './gate.ts';

let aws: Account;
let gate: Gate;
let terraform: Terraform;
let standing: Resource[] = [];

beforeAll(async () => {
  aws = await openAccount();
  gate = await openGate(aws.endpoint);
  const binary = join(aws.folder, 'terraform.sh');
  writeFileSync(binary, `#!/bin/sh\necho $$ > '${pidFile()}'\nexec terraform "$@"\n`);
  chmodSync(binary, 0o755);
  terraform = terraformOf({ ...aws, endpoint: gate.endpoint }, { binary });
});

afterAll(async () => {
  await gate?.stop();
  await aws?.close();
});

function pidFile(): string {
  return join(aws.folder, 'pid');
}

/** Starts applying `grant` and returns when Terraform waits for an answer that never comes. */
async function applyHeld(
  grant: Resource[],
): Promise<{ readonly pid: number; readonly run: Promise<TerraformRun> }> {
  standing = together(standing, grant);
  await terraform.prepare(sampleInput(standing));
  const plan = await terraform.plan(grant.map(addressOf));
  gate.hold('Action=PutRolePolicy');
  const run = terraform.apply(plan);
  await gate.held();
  return { pid: Number(readFileSync(pidFile(), 'utf8')), run };
}

/** What a later process does: it opens the same folder and goes on. */
async function finish(grant: Resource[]): Promise<void> {
  gate.release('forget');
  const next = terraformOf(aws);
  await next.prepare(sampleInput(standing));
  const plan = await next.plan(grant.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, grant, { account, region }) : read.problems).toEqual([]);
  expect(plan.text).toContain('Plan: 1 to add, 0 to change, 0 to destroy');
  expect(await next.apply(plan)).toMatchObject({ exitCode: 0 });
  expect(existsSync(join(aws.folder, 'terraform', '.terraform.tfstate.lock.info'))).toBe(false);
}

test('after an interrupt the next run goes on where it stopped', async () => {
  const grant = sampleGrant('2026-11-22-orders-read-alba', aws.group);
  const { pid, run } = await applyHeld(grant);
  process.kill(pid, 'SIGINT');
  expect(await run).toMatchObject({ exitCode: 1, code: 'BG0606', timedOut: false });
  await finish(grant);
});

test('a run beside another says who holds the state, and changes nothing', async () => {
  const grant = sampleGrant('2026-11-22-orders-read-bo', aws.group);
  const { pid, run } = await applyHeld(grant);
  const beside = terraformOf(aws);
  await beside.prepare(sampleInput(standing));
  await expect(beside.plan(grant.map(addressOf))).rejects.toMatchObject({
    code: 'BG0605',
    message: 'another run holds the state of prod-eu',
  });
  expect(await beside.heldBy()).toMatchObject({
    who: expect.stringContaining('@'),
    operation: 'OperationTypeApply',
    owner: 'alive',
  });
  process.kill(pid, 'SIGINT');
  expect((await run).exitCode).toBe(1);
  await finish(grant);
  expect(await beside.heldBy()).toBeUndefined();
});

test('after a kill the lock file that is left stops nobody', async () => {
  const grant = sampleGrant('2026-11-22-orders-read-mei', aws.group);
  const { pid, run } = await applyHeld(grant);
  process.kill(pid, 'SIGKILL');
  expect(await run).toMatchObject({ exitCode: undefined, code: 'BG0606' });
  expect(existsSync(join(aws.folder, 'terraform', '.terraform.tfstate.lock.info'))).toBe(true);
  await finish(grant);
});
