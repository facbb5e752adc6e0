/** A local AWS that stays up for somebody who runs the commands by hand. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { program, type Running, root, start } from './command.ts';

const temporary = mkdtempSync(join(tmpdir(), 'breakglass-stay-'));
const { PATH = '', HOME = temporary } = process.env;
const environment = { PATH, HOME, TMPDIR: temporary };

let running: Running | undefined;

afterAll(() => {
  if (running?.child.exitCode === null) process.kill(-(running.child.pid ?? 0), 'SIGKILL');
  rmSync(temporary, { recursive: true, force: true });
});

test('commands reach it from another terminal, and Ctrl-C ends all of it', async () => {
  running = start(process.execPath, [program, 'drill', '--stay'], { folder: root, environment });
  const invitation = await printed(running, /sweep --target \S+/);
  const endpoint = /answers at (\S+) until/.exec(invitation)?.[1] ?? '';
  const line = /breakglass (-C (\S+) sweep --target \S+)/.exec(invitation);
  const folder = line?.[2] ?? '';
  expect(existsSync(join(folder, 'grants'))).toBe(true);
  const swept = await start(process.execPath, [program, ...(line?.[1] ?? '').split(' ')], {
    folder: root,
    environment,
  }).ended;
  expect({ exit: swept.exit, stdout: swept.stdout }, swept.notes).toEqual({
    exit: 0,
    stdout: 'nothing is over\n',
  });
  process.kill(-(running.child.pid ?? 0), 'SIGINT');
  const { exit, notes } = await running.ended;
  expect(exit, notes).toBe(130);
  expect(existsSync(folder)).toBe(false);
  await expect(fetch(endpoint)).rejects.toThrow();
}, 60_000);

/** What it has written when that matches. */
async function printed({ child, ended }: Running, wanted: RegExp): Promise<string> {
  let text = '';
  const came = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (wanted.test(text)) resolve(text);
    });
  });
  return await Promise.race([came, ended.then(({ notes }) => Promise.reject(new Error(notes)))]);
}
