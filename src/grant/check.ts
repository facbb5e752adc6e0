/** All files at once: what they want, and everything that is wrong with them. One broken grant never hides another. */

import { type Problem, sortProblems } from '../problem/problem.ts';
import type { EstateFile, GrantFile, LockFile, PlaybookFile } from './files.generated.ts';
import type { Grant } from './grant.ts';
import { attempt } from './holes.ts';
import { oncePerCause } from './once-per-cause.ts';
import { readFiles } from './read/read.ts';
import { withoutFaults } from './relied.ts';
import { type Estate, mergeEstate } from './resolve/estate.ts';
import { resolve } from './resolve/resolve.ts';
import { checkEstate } from './rules/estate.ts';
import { checkPlaybooks } from './rules/playbook.ts';
import { checkGrants, obeysRules } from './rules/rules.ts';
import type { FileKind, SourceFile, Written, WrittenFile } from './written.ts';

export type Checked = {
  readonly written: Written;
  readonly estate: Estate;
  /** Grants that nothing speaks against; all targets. */
  readonly sound: readonly Grant[];
  /** Grants that resolve, sound or not. */
  readonly grants: readonly Grant[];
  /** One for each cause, sorted. */
  readonly problems: readonly Problem[];
  /** Files that cannot be relied on, sorted: also those whose only fault another file shares. */
  readonly faulty: readonly string[];
};

/** Reads, resolves and applies every rule. What is wrong with the estate or a playbook stops the grants that lean on it. */
export function checkFiles(files: readonly SourceFile[]): Checked {
  return checkWritten(readFiles(files));
}

/** The same for files that have been read. */
export function checkWritten({ written, problems: unread }: ReturnType<typeof readFiles>): Checked {
  const all = [...unread, ...judge(written).problems];
  const { estate } = mergeEstate(written);
  const grants = resolve(written.grants, estate).drafts.filter(isWhole);
  const broken = new Set(all.map(({ place }) => place?.file ?? ''));
  const sound = grants.filter(
    (grant) => filesOf(grant, estate, broken).every((file) => !broken.has(file)) && obeysRules(grant, estate),
  );
  return { written, estate, sound, grants, problems: oncePerCause(all), faulty: [...broken].sort() };
}

/**
 * Every problem of what the files say together, and the grants, with holes where something is wrong.
 * First the estate and the playbooks; then the grants, by what can be relied on of these. Nothing here
 * says that a grant is sound: who says nothing because of a hole has not agreed.
 */
export function judge(written: Written): { drafts: Grant[]; problems: Problem[] } {
  const readable = withRests(written);
  const { estate, problems, doubtful } = mergeEstate(readable);
  const found = [...problems, ...checkPlaybooks(estate), ...checkEstate(estate)];
  const relied = withoutFaults(estate, [...doubtful, ...found.flatMap(({ place }) => place ?? [])]);
  const { drafts, problems: unresolved } = resolve(readable.grants, relied);
  return { drafts, problems: sortProblems([...found, ...unresolved, ...checkGrants(drafts, relied)]) };
}

/** With what can be read of the broken files: what does not fit the schema is a hole. */
function withRests(written: Written): Written {
  const rests = <T>(kind: FileKind) =>
    written.broken.filter((file) => file.kind === kind).map(({ rest }) => rest as WrittenFile<T>);
  return {
    grants: [...written.grants, ...rests<GrantFile>('Grant')],
    playbooks: [...written.playbooks, ...rests<PlaybookFile>('Playbook')],
    estates: [...written.estates, ...rests<EstateFile>('Estate')],
    locks: [...written.locks, ...rests<LockFile>('Lock')],
    broken: written.broken,
    pages: written.pages,
  };
}

/** Its own members: the files that it comes from were read whole. */
function isWhole(draft: Grant): boolean {
  return attempt(() => JSON.stringify({ ...draft, playbook: undefined, written: undefined })) !== undefined;
}

/** The files that a grant leans on: its own, its playbook, the lock file of its target, and all of the estate. */
function filesOf(
  { written, playbook, target }: Grant,
  { locks }: Estate,
  broken: ReadonlySet<string>,
): string[] {
  const estate = [...broken].filter((file) => file.startsWith('estate/') && !file.endsWith('.lock.json'));
  return [written.file, playbook.file, locks.get(target.id)?.file ?? '', ...estate];
}
