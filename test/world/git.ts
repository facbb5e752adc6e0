/** A repository of commits on one line. */
import type { SourceFile } from '../../src/grant/written.ts';
import type { Repository } from '../../src/ports.ts';
import type { Ask } from './calls.ts';

export type History = { commits: readonly (readonly SourceFile[])[]; head: number };

export function emptyHistory(): History {
  return { commits: [], head: -1 };
}

/** Adds a commit with these files on top; returns its id. */
export function commitTo(history: History, files: readonly SourceFile[]): string {
  history.commits = [...history.commits, files];
  history.head = history.commits.length - 1;
  return idOf(history.head);
}

/** HEAD at an earlier commit, as a re-run of an old pipeline has it. */
export function checkout(history: History, commit: string): void {
  history.head = indexOf(history, commit);
}

export function fakeRepository(history: History, call: Ask): Repository {
  return {
    head: () => call('repository.head', '', () => idOf(history.head)),
    first: () => call('repository.first', '', () => idOf(0)),
    files: (commit, folders) =>
      call('repository.files', commit, () => {
        const files = history.commits[indexOf(history, commit)] ?? [];
        return files.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
      }),
    descends: (commit, ancestor) =>
      call('repository.descends', `${commit} ${ancestor}`, () => {
        const [later, earlier] = [indexOf(history, commit), indexOf(history, ancestor)];
        return later < 0 || earlier < 0 ? undefined : later >= earlier;
      }),
  };
}

function idOf(index: number): string {
  return String(index + 1).padStart(40, '0');
}

function indexOf({ commits }: History, commit: string): number {
  const index = Number(commit) - 1;
  return index in commits && idOf(index) === commit ? index : -1;
}
