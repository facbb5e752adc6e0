/** What a verification says in the end: what is wrong, what is missing, and what is not proven. */
import type { Problem } from '../problem/problem.ts';
import type { Laid } from './chain-state.ts';
import type { Head } from './entry.ts';
import { type Finding, inOrder, isError, toProblem } from './findings.ts';
import type { LogCheck } from './log-check.ts';

export type Verification = {
  /** The first record that is wrong, along the log; undefined when none is. */
  readonly first: Finding | undefined;
  /** Errors along the log, then warnings. */
  readonly problems: readonly Problem[];
  /** Records that were logged late: no fault, and worth a question. */
  readonly remarks: readonly Problem[];
  /** Records that nothing speaks against and that no entry names: not proven. */
  readonly unlogged: readonly string[];
  readonly counts: { readonly entries: number; readonly grants: number; readonly objects: number };
  /** The last entry. Noted elsewhere and given to a later verification, it shows a cut-off end. */
  readonly head: Head | undefined;
};

/** What was looked at, and found object by object. */
export type Judged = {
  readonly keys: ReadonlySet<string>;
  readonly log: LogCheck;
  readonly head: Laid | undefined;
  readonly findings: readonly Finding[];
};

/** The verdict, once every object was judged and the log is settled. */
export function verificationOf(state: Judged): Verification {
  const findings = inOrder([...state.findings, ...absent(state)]);
  const { head } = state;
  const loose = findings.filter(({ key, change }) => change === 'not logged' && !key.startsWith('blob/'));
  return {
    first: findings.find(isError),
    problems: findings.map(toProblem),
    remarks: state.log.late.map(toProblem),
    unlogged: loose.map(({ key }) => key),
    counts: {
      entries: state.log.count,
      grants: state.log.stories.size,
      objects: state.keys.size,
    },
    head: head && { seq: head.seq, sha256: head.sha256 },
  };
}

function absent(state: Judged): Finding[] {
  const named = [...state.log.named].map(([key, { seq }]) => ({ key, seq }));
  if (!state.log.named.has('genesis.json')) named.unshift({ key: 'genesis.json', seq: 0 });
  return named.flatMap(({ key, seq }) =>
    state.keys.has(key)
      ? []
      : [{ key, change: 'missing' as const, seq, why: `entry ${seq} names it, but it is not there` }],
  );
}
