/** The folders of runs: whose goes, and whose stays. With real processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, othersIn, unsavedIn } from '../../../../src/outside/terraform/folder.ts';
import { recordOf, recordRun } from '../../../../src/outside/terraform/owner.ts';

let directory: string;
let children: ChildProcess[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'breakglass-folder-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

function startProcess(): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  children.push(child);
  if (child.pid === undefined) throw new Error('nothing was started');
  return child as ChildProcess & { readonly pid: number };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The folder of another process of ours, with what a run leaves in it. */
function folderOf(pid: number, name: string): string {
  const folder = join(directory, 'work', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(recordOf(pid, Date.now())));
  writeFileSync(join(folder, 'a.tfplan'), 'secrets');
  return folder;
}

test('each run has its own, for nobody else to read', () => {
  const [first, second] = [makeFolder(directory), makeFolder(directory)];
  expect(first).not.toBe(second);
  expect(othersIn(directory, first)).toEqual([second]);
  expect(readdirSync(join(directory, 'work'))).toHaveLength(2);
});

test('of a process that was killed it goes with the next run; of one that lives it stays', async () => {
  const [dead, alive] = [startProcess(), startProcess()];
  const [left, used] = [folderOf(dead.pid, 'dead'), folderOf(alive.pid, 'alive')];
  makeFolder(directory);
  expect([existsSync(left), existsSync(used)]).toEqual([true, true]);
  await kill(dead);
  makeFolder(directory);
  expect([existsSync(left), existsSync(used)]).toEqual([false, true]);
});

test('it stays while a Terraform lives on that runs in it', async () => {
  const [dead, terraform] = [startProcess(), startProcess()];
  const left = folderOf(dead.pid, 'dead');
  recordRun(directory, { pid: terraform.pid, began: Date.now(), folder: basename(left) });
  await kill(dead);
  makeFolder(directory);
  expect(existsSync(left)).toBe(true);
  await kill(terraform);
  makeFolder(directory);
  expect(existsSync(left)).toBe(false);
});

test('it stays with a state that could not be saved', async () => {
  const dead = startProcess();
  const left = folderOf(dead.pid, 'dead');
  writeFileSync(join(left, 'errored.tfstate'), '{}');
  await kill(dead);
  makeFolder(directory);
  expect([unsavedIn(directory), existsSync(join(left, 'a.tfplan'))]).toEqual([left, true]);
});

test('one without an owner goes when it is not just being made', () => {
  const left = join(directory, 'work', 'nobody');
  mkdirSync(left, { recursive: true });
  makeFolder(directory);
  expect(existsSync(left)).toBe(true);
  utimesSync(left, 0, 0);
  makeFolder(directory);
  expect(existsSync(left)).toBe(false);
});
