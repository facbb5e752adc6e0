/** Deciding who is gone: with processes that are made up, and with real ones. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at, plus } from '../../../../src/grant/lifetime.ts';
import { ownerOf, type RunRecord, recordRun, runRecords } from '../../../../src/outside/terraform/owner.ts';
import { machineProcesses, type Process } from '../../../../src/outside/terraform/processes.ts';

const began = at('2026-11-22T03:08:30Z');
const lock = { who: 'mei@bastion', created: plus(began, 900) };
const record: RunRecord = { host: 'bastion', place: 'boot', pid: 400, started: 'noon', began };

const running = (...all: Process[]) => ({
  place: 'boot',
  one: (pid: number) => all.find((process) => process.pid === pid),
  all: () => all,
});

describe('the owner of a lock', () => {
  test.each<[string, 'gone' | 'alive' | 'unknown', Partial<RunRecord>[], Process[]]>([
    ['no run of ours is known', 'unknown', [], []],
    ['its process is there', 'alive', [{}], [{ pid: 400, group: 400, started: 'noon' }]],
    ['its process is gone', 'gone', [{}], [{ pid: 1, group: 1, started: 'boot' }]],
    ['its id was given to another process', 'gone', [{}], [{ pid: 400, group: 400, started: 'later' }]],
    ['its provider is left', 'alive', [{}], [{ pid: 417, group: 400, started: 'later' }]],
    ['the record is of another host', 'unknown', [{ host: 'laptop' }], []],
    ['the record is of another boot or container', 'unknown', [{ place: 'other' }], []],
    ['it was made before the run', 'unknown', [{ began: began + 901 }], []],
    ['it was made when the run had long asked for its own', 'unknown', [{ began: began - 70_000 }], []],
    [
      'one of two runs that may have made it is there',
      'alive',
      [{}, { pid: 401 }],
      [{ pid: 401, group: 401, started: 'noon' }],
    ],
    ['both runs that may have made it are gone', 'gone', [{}, { pid: 401 }], []],
  ])('%s: %s', (_, owner, records, processes) => {
    const known = records.map((one) => ({ ...record, ...one }));
    expect(ownerOf(lock, known, running(...processes))).toBe(owner);
  });

  test('is judged by the host behind the last @', () => {
    expect(ownerOf({ ...lock, who: 'mei@corp.example@bastion' }, [record], running())).toBe('gone');
    expect(ownerOf({ ...lock, who: 'bastion' }, [record], running())).toBe('gone');
    expect(ownerOf({ ...lock, who: '' }, [record], running())).toBe('unknown');
  });
});

describe('the record of a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakglass-owner-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('knows a real process while it lives, and when it was killed', async () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const { pid = 0 } = child;
    recordRun(folder, { pid, began });
    const mine = { who: `me@${hostname()}`, created: plus(began, 10) };
    expect(ownerOf(mine, runRecords(folder, Infinity))).toBe('alive');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(ownerOf(mine, runRecords(folder, Infinity))).toBe('gone');
  });

  test('goes with what it returns, and when it is old; one that was cut short says nothing', () => {
    const forget = recordRun(folder, { pid: process.pid, began });
    recordRun(folder, { pid: process.pid, began: began + 1 });
    expect(runRecords(folder, 60_000)).toHaveLength(2);
    forget();
    const [left = ''] = readdirSync(join(folder, 'runs'));
    writeFileSync(join(folder, 'runs', 'cut.json'), '{"pid": 4');
    expect(runRecords(folder, 60_000)).toMatchObject([
      { began: began + 1, pid: process.pid, host: hostname() },
    ]);
    utimesSync(join(folder, 'runs', left), 0, 0);
    expect(runRecords(folder, 60_000)).toEqual([]);
    expect(existsSync(join(folder, 'runs', left))).toBe(false);
  });

  test('that cannot be written stops nothing', () => {
    writeFileSync(join(folder, 'runs'), 'a file');
    recordRun(folder, { pid: process.pid, began })();
    expect(runRecords(folder, 60_000)).toEqual([]);
  });
});

describe.each(['linux', 'darwin'])('processes as %s shows them', (platform) => {
  const processes = machineProcesses(platform);

  test('are known by id, group and a start that does not change', () => {
    const own = processes.one(process.pid);
    expect(own).toMatchObject({ pid: process.pid, started: expect.stringMatching(/\d/) });
    expect(processes.all()).toContainEqual(own);
    expect(processes.one(process.pid)).toEqual(own);
    expect(processes.one(1)?.started).not.toBe(own?.started);
    expect(processes.one(2 ** 22 + 1)).toBeUndefined();
  });

  test('are gone when they have ended, also when nobody has waited for them', async () => {
    // The shell starts a process, becomes another program that waits for nobody, and so keeps a zombie.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [text] = await once(parent.stdout, 'data');
    for (let tries = 0; tries < 50 && processes.one(Number(text)); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(processes.one(Number(text))).toBeUndefined();
    parent.kill('SIGKILL');
  });
});
