/** What verification finds: which object is wrong, in which way, and where it stands in the order of the log. */
import type { ProblemCode } from '../problem/codes/codes.ts';
import type { Problem } from '../problem/problem.ts';

/** The kind of a change, as an auditor would call it. */
export type Change =
  | 'changed'
  | 'missing'
  | 'inserted'
  | 'reordered'
  | 'spliced'
  | 'not canonical'
  | 'unknown version'
  | 'malformed'
  | 'story'
  | 'tail cut'
  | 'foreign'
  | 'added'
  | 'covered'
  | 'unlocked';

export type Concern = 'clock' | 'not logged' | 'late';

export type Finding = {
  readonly key: string;
  readonly change: Change | Concern;
  /** Number of the entry that is wrong, or that names the object; infinite when no entry does. */
  readonly seq: number;
  readonly why: string;
};

const errors = {
  changed: 'BG0810',
  missing: 'BG0811',
  inserted: 'BG0812',
  reordered: 'BG0813',
  spliced: 'BG0814',
  'not canonical': 'BG0815',
  'unknown version': 'BG0816',
  malformed: 'BG0817',
  story: 'BG0818',
  'tail cut': 'BG0819',
  foreign: 'BG0822',
  added: 'BG0825',
  covered: 'BG0823',
  unlocked: 'BG0824',
} satisfies Record<Change, ProblemCode>;

const warnings = {
  clock: 'BG0820',
  'not logged': 'BG0821',
  late: 'BG0826',
} satisfies Record<Concern, ProblemCode>;

export function isError(finding: Finding): boolean {
  return finding.change in errors;
}

export function toProblem(finding: Finding): Problem {
  return {
    code: { ...errors, ...warnings }[finding.change],
    severity: isError(finding) ? 'error' : 'warning',
    message: `${finding.key}: ${finding.why}`,
  };
}

/** Errors before warnings; along the log, an entry before what it names. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      Number(isError(b)) - Number(isError(a)) ||
      compare(a.seq, b.seq) ||
      compare(rank(a), rank(b)) ||
      compare(a.key, b.key),
  );
}

function rank(finding: Finding): number {
  return finding.key.startsWith('log/') ? 0 : 1;
}

/** Not a difference: two infinite numbers have none. */
function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
