/**
 * The folder that a process of ours runs Terraform in: configuration, plans and logs of two runs
 * never meet. It goes with its process; what a killed one left is removed by the next, once its
 * Terraform, which outlives it, is gone as well. State and providers are outside of it.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { machineClock } from '../clock.ts';
import { isGone, readRecord, recordOf, runRecords } from './owner.ts';

const parent = 'work';

const ownerFile = 'owner.json';

/** Terraform's copy of a state that it could not write: nobody else has it. */
const unsaved = 'errored.tfstate';

/** Of another machine or container nobody knows whether its process lives: no run takes as long. */
const forgotten = 24 * 3_600_000;

/** A folder gets its owner as soon as it is made. */
const unowned = 60_000;

/** Below `directory`, which all runs of the target share. */
export function makeFolder(directory: string): string {
  mkdirSync(join(directory, parent), { recursive: true, mode: 0o700 });
  for (const folder of foldersIn(directory)) if (isLeft(directory, folder)) removeFolder(folder);
  const folder = mkdtempSync(join(directory, parent, `${process.pid}-`));
  if (own.size === 0) process.once('exit', leave);
  own.set(folder, directory);
  writeFileSync(join(folder, ownerFile), JSON.stringify(recordOf(process.pid, machineClock.now())));
  return folder;
}

const own = new Map<string, string>();

function leave(): void {
  for (const [folder, directory] of own) if (!isInUse(directory, folder)) removeFolder(folder);
}

/** Other folders than `mine` that somebody may be at work in, or that must stay. */
export function othersIn(directory: string, mine: string): string[] {
  return foldersIn(directory).filter((folder) => folder !== mine && !isLeft(directory, folder));
}

/** The folder of a run that could not save its state. */
export function unsavedIn(directory: string): string | undefined {
  return foldersIn(directory).find((folder) => existsSync(join(folder, unsaved)));
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(join(directory, parent)).map((name) => join(directory, parent, name));
  } catch {
    return [];
  }
}

function isLeft(directory: string, folder: string): boolean {
  const [owner] = readRecord(join(folder, ownerFile));
  const age = machineClock.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (owner === undefined ? age <= unowned : !(isGone(owner) ?? age > forgotten)) return false;
  return !isInUse(directory, folder);
}

/** By a Terraform that lives on, or for what it left. */
function isInUse(directory: string, folder: string): boolean {
  if (existsSync(join(folder, unsaved))) return true;
  const runs = runRecords(directory, forgotten).filter((run) => run.folder === basename(folder));
  return runs.some((run) => isGone(run) === false);
}

/** Two may do so at the same time. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next run tries again.
  }
}
