/**
 * Whose lock is it? Every run of ours that takes the state's lock leaves a record in the working
 * directory while it runs. What ends as it should takes its record along; a record that stays is of a
 * run that was killed. The lock is held by Terraform's process, not by ours, which may live on or not.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { StateLock } from '../../ports.ts';
import { machineClock } from '../clock.ts';
import { lockWait } from './limits.ts';
import { machineProcesses, type Process, type Processes } from './processes.ts';

/** One run of Terraform: `pid` is its process, and its process group. `began` in epoch milliseconds. */
export type RunRecord = {
  readonly host: string;
  readonly place: string;
  readonly pid: number;
  readonly started: string;
  readonly began: number;
  /** Name of the working folder that it runs in. */
  readonly folder?: string;
};

const folder = 'runs';

/** A run asks for the lock first of all; a machine that is busy may take this long to get so far. */
const slowest = 60_000;

/**
 * To be called as soon as Terraform has a process, long before it can have the lock. Returns what
 * takes the record away. A record that cannot be written stops no run: its lock is then of an unknown owner.
 */
export function recordRun(
  directory: string,
  { pid, began, ...at }: Pick<RunRecord, 'pid' | 'began' | 'folder'>,
): () => void {
  const file = join(directory, folder, `${pid}-${began}.json`);
  try {
    mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify({ ...recordOf(pid, began), ...at }), { mode: 0o600 });
  } catch {
    return () => undefined;
  }
  return () => rmSync(file, { force: true });
}

/** A process of this machine, so that others can tell later whether it lives. */
export function recordOf(pid: number, began: number): RunRecord {
  const processes = machineProcesses();
  const record = { host: hostname(), place: processes.place, pid, began, started: '' };
  return { ...record, ...processes.one(pid) };
}

/** Undefined for a process of another machine or container. */
export function isGone(record: RunRecord, processes: Processes = machineProcesses()): boolean | undefined {
  if (record.host !== hostname() || record.place !== processes.place) return undefined;
  return !lives(record, processes.all());
}

/** The records that are there; those older than `forgotten` milliseconds are removed: their locks are old enough. */
export function runRecords(directory: string, forgotten: number): RunRecord[] {
  const names = listed(join(directory, folder));
  return names.flatMap((name) => {
    const file = join(directory, folder, name);
    if (machineClock.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) <= forgotten)
      return readRecord(file);
    rmSync(file, { force: true });
    return [];
  });
}

/**
 * `gone` only when exactly the runs that can have made this lock are known, and none of them lives. A
 * lock of another run on this host, from another folder, was not made within seconds of one of ours.
 */
export function ownerOf(
  lock: Pick<StateLock, 'who' | 'created'>,
  records: readonly RunRecord[],
  processes: Processes = machineProcesses(),
): StateLock['owner'] {
  const host = lock.who.slice(lock.who.lastIndexOf('@') + 1);
  const makers = records.filter(
    (record) =>
      record.host === host &&
      record.place === processes.place &&
      lock.created >= record.began &&
      lock.created <= record.began + lockWait + slowest,
  );
  if (makers.length === 0) return 'unknown';
  const living = processes.all();
  return makers.some((record) => lives(record, living)) ? 'alive' : 'gone';
}

/** An id is not given away again while a group of that id has a member: the provider may outlive Terraform. */
function lives({ pid, started }: RunRecord, living: readonly Process[]): boolean {
  const leader = living.find((process) => process.pid === pid);
  return leader ? leader.started === started : living.some(({ group }) => group === pid);
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Cut short by a kill it says nothing. */
export function readRecord(file: string): RunRecord[] {
  try {
    return [JSON.parse(readFileSync(file, 'utf8'))];
  } catch {
    return [];
  }
}
