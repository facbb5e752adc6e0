/** The databases and tables of a grant, with the identities that the lock file has of them. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AccessEntry, GrantFile, LockFile } from '../files.generated.ts';
import type { Access } from '../grant.ts';
import { assembled, hole } from '../holes.ts';
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
  /** A hole in it when there is none to trust; that has been reported. */
  readonly identities: { readonly lock: WrittenFile<LockFile> };
  readonly problems: Problem[];
};

/** All entries, those that cannot be resolved with holes. Names are looked up also without a lock file. */
export function resolveAccess(
  written: WrittenFile<GrantFile>,
  estate: Estate,
  problems: Problem[],
): Access[] {
  const identities = assembled({ lock: () => lockOf(written, estate, problems) });
  const { access } = written.value;
  return assembled(
    [...access.keys()].map((index) => () => {
      // Behind the key there is an entry, unless it is a hole.
      const context = { written, entry: access[index] as AccessEntry, index, estate, identities, problems };
      return context.entry.database === undefined ? resolveTable(context) : resolveDatabase(context);
    }),
  );
}

function lockOf(written: WrittenFile<GrantFile>, estate: Estate, problems: Problem[]): WrittenFile<LockFile> {
  const { target } = written.value;
  const lock = estate.locks.get(target);
  if (lock) return isForeign(lock, estate) ? hole() : lock;
  if (estate.targets.has(target) && !estate.incomplete.has('Lock')) {
    problems.push(
      errorAt(written.place(['target']), {
        code: 'BG0210',
        message: `\`${target}\` has no lock file`,
        label: `no estate/${target}.lock.json`,
        hint: `run \`breakglass estate lock --target ${target}\``,
      }),
    );
  }
  return hole();
}
