import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runChild } from '../../../../src/outside/terraform/run.ts';

const child = (script: string, limit = 20_000) =>
  runChild({
    file: process.execPath,
    args: ['-e', script],
    directory: tmpdir(),
    environment: { ONLY: 'this' },
    limit,
  });

test('keeps both streams, and standard output alone', async () => {
  const { run, stdout } = await child("console.log('out\\n'); console.error('error')");
  expect(stdout).toBe('out\n\n');
  expect(run.log).toContain('error\n');
  expect(run).toMatchObject({ exitCode: 0, timedOut: false });
  expect(run).not.toHaveProperty('code');
});

test('passes the given environment and nothing else', async () => {
  const { stdout } = await child('console.log(JSON.stringify(Object.keys(process.env)))');
  expect(JSON.parse(stdout)).toEqual(['ONLY']);
});

test('is interrupted at its limit, so that it can save what it has', async () => {
  const { run } = await child(
    "process.on('SIGINT', () => { console.log('saved'); process.exit(1); }); setInterval(() => {}, 1000)",
    1500,
  );
  expect(run).toMatchObject({ timedOut: true, code: 'BG0606', exitCode: 1, log: 'saved\n' });
  expect(run.milliseconds).toBeLessThan(15_000);
});

test('that is killed is a record like any other', async () => {
  const { run } = await child("process.kill(process.pid, 'SIGKILL')");
  expect(run).toMatchObject({ exitCode: undefined, timedOut: false, code: 'BG0606' });
});

test('of a program that does not exist says so', async () => {
  const finished = await runChild({
    file: 'no-such-program',
    args: [],
    directory: tmpdir(),
    environment: {},
    limit: 1000,
  });
  expect(finished).toMatchObject({ missing: true, run: { exitCode: undefined, code: 'BG0607' } });
});

test('takes what it has started with it, so that nobody is waited for who will not end', async () => {
  const grandchild = 'setInterval(() => {}, 1000)';
  const { run, stdout } = await child(`
    const { spawn } = require('node:child_process');
    const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' });
    console.log(pid);
    process.exit(3);
  `);
  expect(run).toMatchObject({ exitCode: 3, timedOut: false });
  await expect.poll(() => isAlive(Number(stdout))).toBe(false);
});

test('with a file for its log is recorded alike, and leaves no file', async () => {
  const logFile = join(tmpdir(), `breakglass-run-${process.pid}.log`);
  const { run } = await runChild({
    file: process.execPath,
    args: ['-e', "console.log('out'); console.error('error'); process.exit(1)"],
    directory: tmpdir(),
    environment: {},
    limit: 20_000,
    logFile,
  });
  expect(run).toMatchObject({ exitCode: 1, log: 'out\nerror\n', code: 'BG0607' });
  expect(existsSync(logFile)).toBe(false);
});

test('with a file for its log goes on to its end when its starter is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-run-'));
  const module = join(import.meta.dirname, '../../../../src/outside/terraform/run.ts');
  const logFile = join(folder, 'log');
  const script = `
    console.log('begun');
    setTimeout(() => { console.log('middle'); setTimeout(() => console.log('ended'), 200); }, 1500);
  `;
  const child = {
    file: process.execPath,
    args: ['-e', script],
    directory: folder,
    environment: {},
    limit: 20_000,
    logFile,
  };
  const code = `import(${JSON.stringify(module)}).then(({ runChild }) => runChild(${JSON.stringify(child)}))`;
  const starter = spawn(process.execPath, ['--import', 'tsx', '-e', code], { stdio: 'ignore' });
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  await expect.poll(log, { timeout: 10_000 }).toBe('begun\n');
  starter.kill('SIGKILL');
  await expect.poll(log, { timeout: 10_000 }).toBe('begun\nmiddle\nended\n');
  rmSync(folder, { recursive: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
