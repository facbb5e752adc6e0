/** moto must never outlive the process that started it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startMoto } from '../../src/local/moto.ts';

const path = process.env['PATH'];

afterEach(() => {
  process.env['PATH'] = path;
});

test('kill -9 of the process that started it ends it', async () => {
  const script = fileURLToPath(new URL('./start-moto.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const { pid, endpoint } = JSON.parse(String(line));
  expect(isAlive(pid)).toBe(true);
  expect((await fetch(`${endpoint}/moto-api/data.json`)).ok).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
  await expect(fetch(endpoint)).rejects.toThrow();
});

test('stop ends it, and again', async () => {
  const moto = await startMoto('111122223333');
  expect(isAlive(moto.pid)).toBe(true);
  await moto.stop();
  expect(isAlive(moto.pid)).toBe(false);
  await moto.stop();
});

test('one that died by itself can be stopped', async () => {
  const moto = await startMoto('111122223333');
  process.kill(moto.pid, 'SIGKILL');
  await moto.stop();
  expect(isAlive(moto.pid)).toBe(false);
});

test('without moto there is the command that installs it', async () => {
  process.env['PATH'] = '/nowhere';
  const outage = await startMoto('111122223333').catch((error: unknown) => error);
  expect(outage).toMatchObject({ name: 'Outage', hint: "install it: pip install 'moto[server]'" });
  expect(String(outage)).toContain('no moto on this machine');
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
