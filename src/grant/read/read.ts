/**
 * Reads all files of the repository that hold data: grants, playbooks, estates and lock files.
 * Each file for itself; what they say of each other is looked up later.
 */
import { type Problem, sortProblems } from '../../problem/problem.ts';
import type { EstateFile, GrantFile, LockFile, PlaybookFile } from '../files.generated.ts';
import type { BrokenFile, SourceFile, Written, WrittenFile } from '../written.ts';
import { kindOf } from './kind.ts';
import { type Reading, readOne } from './one.ts';

/**
 * Everything that the files say, and every problem of every file, sorted. A file with an error is
 * in `broken` and nowhere else, with what can be read of it. Never throws, whatever the bytes are. Files outside of `grants/`,
 * `playbooks/` and `estate/` are not looked into.
 */
export function readFiles(files: readonly SourceFile[]): { written: Written; problems: Problem[] } {
  const readings = [...files].sort(byPath).flatMap((file) => {
    const kind = kindOf(file);
    return kind === undefined ? [] : [readOne(file, kind)];
  });
  const written: Written = {
    grants: readings.flatMap((reading) => ofKind<GrantFile>(reading, 'Grant')),
    playbooks: readings.flatMap((reading) => ofKind<PlaybookFile>(reading, 'Playbook')),
    estates: readings.flatMap((reading) => ofKind<EstateFile>(reading, 'Estate')),
    locks: readings.flatMap((reading) => ofKind<LockFile>(reading, 'Lock')),
    broken: readings.flatMap(broken),
    pages: new Set(files.filter(isPage).map(({ path }) => path)),
  };
  return { written, problems: sortProblems(readings.flatMap((reading) => reading.problems)) };
}

function isPage({ path, mode }: SourceFile): boolean {
  return path.startsWith('docs/') && mode === 'file';
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function ofKind<T>(reading: Reading, kind: Reading['kind']): WrittenFile<T>[] {
  // The schema of this kind has passed the value, and the type is generated from that schema.
  const sound = reading.kind === kind && reading.problems.length === 0;
  return sound ? [reading.written as WrittenFile<T>] : [];
}

function broken({ file, kind, written: rest, incomplete, problems }: Reading): BrokenFile[] {
  return problems.length === 0 ? [] : [{ file, kind, rest, incomplete }];
}
