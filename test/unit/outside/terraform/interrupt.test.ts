/** An interrupt of ours, on its way to Terraform: once, with time to save, and nothing new afterwards. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { runChild } from '../../../../src/outside/terraform/run.ts';
import { openWorkspace } from '../../../../src/outside/terraform/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Counts its interrupts for a second, as Terraform goes on for a while to write its state. */
const slow = `
let interrupts = 0;
process.on('SIGINT', () => {
  interrupts += 1;
  if (interrupts === 1) setTimeout(() => { console.log('interrupts', interrupts); process.exit(1); }, 700);
});
require('node:fs').writeFileSync('ready', '');
setInterval(() => {}, 1000);
`;

/** Until the child listens; a signal before that would just end it. */
async function ready(): Promise<void> {
  for (let tries = 0; !existsSync(join(folder, 'ready')); tries += 1) {
    if (tries > 300) throw new Error('the child never began');
    await pause(50);
  }
  rmSync(join(folder, 'ready'));
}

test('is passed on once, and the child has time to save what it has', async () => {
  const controller = new AbortController();
  const running = runChild({
    file: process.execPath,
    args: ['-e', slow],
    directory: folder,
    environment: {},
    limit: 20_000,
    interrupted: controller.signal,
  });
  await ready();
  controller.abort();
  const { run } = await running;
  expect(run).toMatchObject({ exitCode: 1, timedOut: false, code: 'BG0606' });
  expect(run.log).toContain('interrupts 1');
});

test('a child that was done all the same is a run that succeeded', async () => {
  const controller = new AbortController();
  const child = { file: process.execPath, directory: folder, environment: {}, limit: 20_000 };
  const script =
    "process.on('SIGINT', () => process.exit(0)); require('node:fs').writeFileSync('ready', ''); setInterval(() => {}, 1000)";
  const running = runChild({ ...child, args: ['-e', script], interrupted: controller.signal });
  await ready();
  controller.abort();
  const { run } = await running;
  expect(run.exitCode).toBe(0);
  expect(run).not.toHaveProperty('code');
});

test('a child is in a group of its own: Ctrl-C at the terminal does not reach it beside our interrupt', async () => {
  const { stdout } = await runChild({
    file: '/bin/sh',
    args: ['-c', 'ps -o pgid= -p $$; echo $$'],
    directory: folder,
    environment: { PATH: process.env['PATH'] ?? '' },
    limit: 20_000,
  });
  const [group, pid] = stdout.trim().split(/\s+/);
  const own = (await promisify(execFile)('ps', ['-o', 'pgid=', '-p', String(process.pid)])).stdout.trim();
  expect(group).toBe(pid);
  expect(group).not.toBe(own);
});

test('after it nothing is started any more', async () => {
  const controller = new AbortController();
  controller.abort();
  const workspace = openWorkspace({
    directory: folder,
    target: 'prod-eu',
    local: true,
    environment: process.env,
    binary: process.execPath,
    interrupted: controller.signal,
    progress: () => undefined,
  });
  const script = `require('node:fs').writeFileSync('${join(folder, 'started')}', '')`;
  await expect(workspace.terraform(['-e', script], { limit: 20_000 })).rejects.toMatchObject({
    code: 'BG0606',
  });
  expect(existsSync(join(folder, 'started'))).toBe(false);
});
