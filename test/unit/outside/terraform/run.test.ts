import { tmpdir } from 'node:os';
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
