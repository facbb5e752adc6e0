/** The databases and tables of a grant, with the identities that the lock file has of them. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AccessEntry, GrantFile, LockFile } from '../files.generated.ts';
import type { Access } from '../grant.ts';
import type { WrittenFile } from '../written.ts';
import { resolveDatabase } from './database.ts';
import type { Estate } from './estate.ts';
import { isForeign } from './foreign.ts';
import { resolveTable } from './table.ts';

/** What one access entry is resolved with. */
export type AccessContext = {
  readonly written: WrittenFile<GrantFile>;
  readonly entry: AccessEntry;
  readonly index: number;
  readonly estate: Estate;
  /** Undefined when there is none to trust; that has been reported. */
  readonly lock: WrittenFile<LockFile> | undefined;
  readonly problems: Problem[];
};

/** All entries, or undefined when one of them cannot be resolved. Names are looked up also without a lock file. */
export function resolveAccess(
  written: WrittenFile<GrantFile>,
  estate: Estate,
  problems: Problem[],
): Access[] | undefined {
  const lock = estate.targets.has(written.value.target) ? lockOf(written, estate, problems) : undefined;
  const access = written.value.access.map((entry, index) => {
    const context = { written, entry, index, estate, lock, problems };
    return entry.database === undefined ? resolveTable(context) : resolveDatabase(context);
  });
  return access.every((one) => one !== undefined) ? access : undefined;
}

function lockOf(
  written: WrittenFile<GrantFile>,
  estate: Estate,
  problems: Problem[],
): WrittenFile<LockFile> | undefined {
  const { target } = written.value;
  const lock = estate.locks.get(target);
  const place = written.place(['target']);
  const hint = `run \`breakglass estate lock --target ${target}\``;
  if (!lock) {
    if (estate.incomplete.has('Lock')) return undefined;
    problems.push(
      errorAt(place, {
        code: 'BG0210',
        message: `\`${target}\` has no lock file`,
        label: `no estate/${target}.lock.json`,
        hint,
      }),
    );
    return undefined;
  }
  return isForeign(lock, estate) ? undefined : lock;
}
