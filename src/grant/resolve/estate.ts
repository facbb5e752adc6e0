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
  /** Kinds of which some file is broken: a name that is missing may stand in it, and is not reported. */
  readonly incomplete: ReadonlySet<FileKind>;
};

type Section = 'targets' | 'databases' | 'tables' | 'networks' | 'people' | 'teams';

/**
 * Merges the files of the estate; a name that two files define is a problem, and the first one counts.
 * So is a playbook or a lock file under another name than its own.
 */
export function mergeEstate(written: Written): { estate: Estate; problems: Problem[] } {
  const misnamed = misnamedFiles(written);
  const problems = misnamed.map(({ problem }) => problem);
  const section = <T>(name: Section) => mergeSection<T>(written.estates, name, problems);
  const estate: Estate = {
    targets: section<TargetEntry>('targets'),
    databases: section<DatabaseEntry>('databases'),
    tables: section<TableEntry>('tables'),
    networks: section<NetworkEntry>('networks'),
    people: section<PersonEntry>('people'),
    teams: section<TeamEntry>('teams'),
    playbooks: byName(written.playbooks, ({ id }) => id),
    locks: byName(written.locks, ({ target }) => target),
    incomplete: new Set([...written.broken.map(({ kind }) => kind), ...misnamed.map(({ kind }) => kind)]),
  };
  return { estate, problems: [...problems, ...foreignLocks(estate)] };
}

/** Of two files that claim one name, the one that is called so stands for it. */
function byName<T>(
  files: readonly WrittenFile<T>[],
  nameOf: (value: T) => string,
): Map<string, WrittenFile<T>> {
  const named = files.map((file) => [nameOf(file.value), file] as const);
  const isCalledSo = ([name, { file }]: (typeof named)[number]) => stemOf(file) === name;
  return new Map([...named.filter((one) => !isCalledSo(one)), ...named.filter(isCalledSo)]);
}

function mergeSection<T>(
  files: readonly WrittenFile<EstateFile>[],
  section: Section,
  problems: Problem[],
): Map<string, Entry<T>> {
  const merged = new Map<string, Entry<T>>();
  for (const file of files) {
    for (const [name, value] of Object.entries(file.value[section] ?? {})) {
      const first = merged.get(name);
      const place: Entry<T>['place'] = (path = [], part = 'value') =>
        file.place([section, name, ...path], path.length === 0 ? 'key' : part);
      if (first) problems.push(definedTwice(name, place(), first.place()));
      else merged.set(name, { name, value: value as T, place });
    }
  }
  return merged;
}

function definedTwice(name: string, place: Place, first: Place): Problem {
  return errorAt(place, {
    code: 'BG0209',
    message: `\`${name}\` is defined twice`,
    label: 'second one',
    hint: `the first is in ${first.file}, line ${first.line}; keep one of the two`,
  });
}
