/** All files at once: what they want, and everything that is wrong with them. One broken grant never hides another. */

import { type Problem, sortProblems } from '../problem/problem.ts';
import type { Grant } from './grant.ts';
import { readFiles } from './read/read.ts';
import { type Estate, resolve } from './resolve/resolve.ts';
import { checkRules } from './rules/rules.ts';
import type { SourceFile, Written } from './written.ts';

export type Checked = {
  readonly written: Written;
  readonly estate: Estate;
  /** Grants that nothing speaks against; all targets. */
  readonly sound: readonly Grant[];
  /** Grants that resolve, sound or not. */
  readonly grants: readonly Grant[];
  readonly problems: readonly Problem[];
};

/** Reads, resolves and applies every rule. What is wrong with the estate or a playbook stops the grants that lean on it. */
export function checkFiles(files: readonly SourceFile[]): Checked {
  const { written, problems: readProblems } = readFiles(files);
  const resolution = resolve(written);
  const problems = sortProblems([...readProblems, ...resolution.problems, ...checkRules(resolution)]);
  const broken = new Set(problems.filter(isError).map(({ place }) => place?.file ?? ''));
  const sound = resolution.grants.filter((grant) =>
    filesOf(grant, resolution.estate, broken).every((file) => !broken.has(file)),
  );
  return { written, estate: resolution.estate, sound, grants: resolution.grants, problems };
}

/** The files with errors, sorted. */
export function brokenFiles(problems: readonly Problem[]): string[] {
  const files = problems.filter(isError).flatMap(({ place }) => (place ? [place.file] : []));
  return [...new Set(files)].sort();
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

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
