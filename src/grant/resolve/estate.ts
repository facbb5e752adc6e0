/** The estate as one: the entries of all its files by name, each with its place. */
import type { Place, Problem } from '../../problem/problem.ts';
import { errorAt } from '../../problem/problem.ts';
import type {
  DatabaseEntry,
  EstateFile,
  LockFile,
  NetworkEntry,
  PersonEntry,
  PlaybookFile,
  TableEntry,
  TargetEntry,
  TeamEntry,
} from '../files.generated.ts';
import { assembled, attempt } from '../holes.ts';
import type { FileKind, Path, Written, WrittenFile } from '../written.ts';
import { foreignLocks } from './foreign.ts';
import { misnamedFiles, stemOf } from './misnamed.ts';

/** One entry of the estate. `place(['cidrs', 0])` is where that part of it stands. */
export type Entry<T> = {
  readonly name: string;
  readonly value: T;
  place(path?: Path, part?: 'key' | 'value'): Place;
};

export type Estate = {
  readonly targets: ReadonlyMap<string, Entry<TargetEntry>>;
  readonly databases: ReadonlyMap<string, Entry<DatabaseEntry>>;
  readonly tables: ReadonlyMap<string, Entry<TableEntry>>;
  readonly networks: ReadonlyMap<string, Entry<NetworkEntry>>;
  readonly people: ReadonlyMap<string, Entry<PersonEntry>>;
  readonly teams: ReadonlyMap<string, Entry<TeamEntry>>;
  readonly playbooks: ReadonlyMap<string, WrittenFile<PlaybookFile>>;
  readonly locks: ReadonlyMap<string, WrittenFile<LockFile>>;
  /** Kinds of which some file may hold names that nobody has read: then none is reported as unknown. */
  readonly incomplete: ReadonlySet<FileKind>;
  /** The paths of the files below `docs/`. */
  readonly pages: ReadonlySet<string>;
};

type Section = 'targets' | 'databases' | 'tables' | 'networks' | 'people' | 'teams';

/** Of the names that two files define the first counts; `doubtful` are the places of both. */
export type Merged = {
  readonly estate: Estate;
  readonly problems: readonly Problem[];
  readonly doubtful: readonly Place[];
};

/**
 * Merges the files of the estate; a name that two files define is a problem. So is a playbook or a
 * lock file under another name than its own: then both names lead to it.
 */
export function mergeEstate(written: Written): Merged {
  const twice: Twice[] = [];
  const section = <T>(name: Section) => mergeSection<T>(written.estates, name, twice);
  const estate: Estate = {
    targets: section<TargetEntry>('targets'),
    databases: section<DatabaseEntry>('databases'),
    tables: section<TableEntry>('tables'),
    networks: section<NetworkEntry>('networks'),
    people: section<PersonEntry>('people'),
    teams: section<TeamEntry>('teams'),
    playbooks: byName(written.playbooks, ({ id }) => id),
    locks: byName(written.locks, ({ target }) => target),
    incomplete: new Set(written.broken.filter(({ incomplete }) => incomplete).map(({ kind }) => kind)),
    pages: written.pages,
  };
  const problems = [...misnamedFiles(written), ...twice.map(definedTwice), ...foreignLocks(estate)];
  return { estate, problems, doubtful: twice.flatMap(({ first, second }) => [first, second]) };
}

/** Of two files that claim one name, the one that is called so stands for it. */
function byName<T>(
  files: readonly WrittenFile<T>[],
  nameOf: (value: T) => string,
): Map<string, WrittenFile<T>> {
  const named = files.map((file) => [attempt(() => nameOf(file.value)) ?? stemOf(file.file), file] as const);
  return new Map([...named, ...files.map((file) => [stemOf(file.file), file] as const)]);
}

type Twice = { readonly name: string; readonly first: Place; readonly second: Place };

function mergeSection<T>(
  files: readonly WrittenFile<EstateFile>[],
  section: Section,
  twice: Twice[],
): Map<string, Entry<T>> {
  const merged = new Map<string, Entry<T>>();
  for (const file of files) {
    const entries = attempt(() => file.value[section]) ?? {};
    for (const name of Object.keys(entries)) {
      const first = merged.get(name);
      const place: Entry<T>['place'] = (path = [], part = 'value') =>
        file.place([section, name, ...path], path.length === 0 ? 'key' : part);
      if (first) twice.push({ name, first: first.place(), second: place() });
      // The schema says what each section holds.
      else
        merged.set(
          name,
          assembled<Entry<T>>({ name: () => name, value: () => entries[name] as T, place: () => place }),
        );
    }
  }
  return merged;
}

function definedTwice({ name, first, second }: Twice): Problem {
  return errorAt(second, {
    code: 'BG0209',
    message: `\`${name}\` is defined twice`,
    label: 'second one',
    hint: `the first is in ${first.file}, line ${first.line}; keep one of the two`,
  });
}
