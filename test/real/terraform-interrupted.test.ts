/** Terraform stopped in the middle, and what the next run makes of it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening } from '../../src/plan/review.ts';
import type { Terraform, TerraformRun } from '../../src/ports.ts';
import { sampleGrant, sampleInput, together } from '../unit/stacks/sample.ts';
import { type Account, openAccount, terraformOf } from './account.ts';

let aws: Account;
let proxy: Server;
let terraform: Terraform;
let standing: Resource[] = [];
/** While true, no policy is written: the request is taken and never answered. */
let held = false;
let waiting = 0;

beforeAll(async () => {
  aws = await openAccount();
  proxy = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (held && body.includes('Action=PutRolePolicy')) {
        waiting += 1;
        return;
      }
      const { method, headers, url: path } = incoming;
      const forwarded = request(aws.endpoint + path, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.on('error', () => outgoing.destroy());
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const binary = join(aws.folder, 'terraform.sh');
  writeFileSync(binary, `#!/bin/sh\necho $$ > '${pidFile()}'\nexec terraform "$@"\n`);
  chmodSync(binary, 0o755);
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  terraform = terraformOf({ ...aws, endpoint }, { binary });
});

beforeEach(() => {
  held = false;
  waiting = 0;
});

afterAll(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
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
  held = true;
  const run = terraform.apply(plan);
  for (let tries = 0; waiting === 0; tries += 1) {
    if (tries > 600) throw new Error('Terraform never asked for the policy');
    await pause(100);
  }
  return { pid: Number(readFileSync(pidFile(), 'utf8')), run };
}

/** What a later process does: it opens the same folder and goes on. */
async function finish(grant: Resource[]): Promise<void> {
  held = false;
  const next = terraformOf(aws);
  await next.prepare(sampleInput(standing));
  const plan = await next.plan(grant.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, grant) : read.problems).toEqual([]);
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
    message: expect.stringMatching(
      /^the state of prod-eu is held by .+@.+ \(OperationTypeApply, \d+ s ago\)$/,
    ),
  });
  process.kill(pid, 'SIGINT');
  expect((await run).exitCode).toBe(1);
  await finish(grant);
});

test('after a kill the lock file that is left stops nobody', async () => {
  const grant = sampleGrant('2026-11-22-orders-read-mei', aws.group);
  const { pid, run } = await applyHeld(grant);
  process.kill(pid, 'SIGKILL');
  expect(await run).toMatchObject({ exitCode: undefined, code: 'BG0606' });
  expect(existsSync(join(aws.folder, 'terraform', '.terraform.tfstate.lock.info'))).toBe(true);
  await finish(grant);
});
