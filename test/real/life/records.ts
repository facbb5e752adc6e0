/** What the archive of a stage holds, read from its folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ending, Entry, Warrant } from '../../../src/archive/records.ts';
import type { Stage } from './stage.ts';

/**
 * What verification says beside a sound chain. What a run keeps before its entry stays unnamed when it
 * dies or another was faster; a record without its entry gets it by the next run.
 */
export const unlogged = {
  killed: /no entry of the log names it( yet)?$/,
  done: /^blob\/sha256\/\S+: no entry of the log names it$/,
};

export function warrantsOf({ archive }: Stage, grant: string): Warrant[] {
  return recordsIn<Warrant>(join(archive, 'warrants', grant));
}

export function endingsOf({ archive }: Stage, grant: string): Ending[] {
  return recordsIn<Ending>(join(archive, 'endings', grant));
}

export function entriesOf({ archive }: Stage): Entry[] {
  return recordsIn<Entry>(join(archive, 'log'));
}

/** Warrants that nothing has taken, of all grants; more than one of a grant is one too many. */
export function liveWarrants(stage: Stage): Warrant[] {
  return namesIn(join(stage.archive, 'warrants')).flatMap((grant) => {
    const endings = endingsOf(stage, grant);
    if (endings.some(({ kind }) => kind !== 'abandoned')) return [];
    return warrantsOf(stage, grant).filter(({ n }) => !endings.some((ending) => ending.n === n));
  });
}

/** In the order of their names, which begin with their numbers. */
function recordsIn<T>(folder: string): T[] {
  return namesIn(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
