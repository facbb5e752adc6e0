/**
 * Verification of a whole archive, streaming: the caller fetches the objects in the order asked
 * for, and nothing but digests is kept of them. Needs no trust in whoever stores them.
 */
import type { Problem } from '../problem/problem.ts';
import type { Head } from './entry.ts';
import { type Finding, inOrder, isError, toProblem } from './findings.ts';
import { blobKey, parseKey } from './keys.ts';
import { checkEntry, endLogCheck, type LogCheck, startLogCheck } from './log-check.ts';
import { type Home, judge, warrantIn } from './named.ts';
import { readRecord } from './schemas.ts';

export type Verification = {
  /** The first record that is wrong, along the log; undefined when none is. */
  readonly first: Finding | undefined;
  /** Errors along the log, then warnings. */
  readonly problems: readonly Problem[];
  readonly counts: { readonly entries: number; readonly grants: number; readonly objects: number };
  /** The last entry. Noted elsewhere and given to a later verification, it shows a cut-off end. */
  readonly head: Head | undefined;
};

export type Verifier = {
  /** The keys in the order in which `accept` wants them. */
  readonly order: readonly string[];
  /** `bytes` undefined: the object was listed and is not there. */
  accept(key: string, bytes: Uint8Array | undefined): void;
  /** What the place says of the object under `key`, beside its bytes. */
  report(key: string, change: 'covered' | 'unlocked', why: string): void;
  finish(): Verification;
};

type State = {
  readonly keys: ReadonlySet<string>;
  readonly log: LogCheck;
  genesisBytes: Uint8Array | undefined;
  /** Known when the whole log has been walked. */
  home: Home | undefined;
  head: Head | undefined;
  readonly findings: Finding[];
};

/** `noted` is a head that was written down earlier, outside the archive. */
export function startVerify(keys: readonly string[], noted?: Head): Verifier {
  const state: State = {
    keys: new Set(keys),
    log: startLogCheck(noted),
    genesisBytes: undefined,
    home: undefined,
    head: undefined,
    findings: [],
  };
  return {
    order: orderOf(keys),
    accept: (key, bytes) => (bytes === undefined ? vanished(state, key) : accept(state, key, bytes)),
    report: (key, change, why) =>
      void state.findings.push({ key, change, seq: seqOf(state, key) ?? Number.POSITIVE_INFINITY, why }),
    finish: () => finish(state),
  };
}

/** Genesis, the log, records, then blobs: what names an object comes before it. */
function orderOf(keys: readonly string[]): string[] {
  const rank = (key: string) => ranks[parseKey(key)?.kind ?? 'foreign'] ?? 2;
  return [...keys].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}

const ranks: { readonly [kind: string]: number } = { genesis: 0, entry: 1, blob: 3 };

function vanished(state: State, key: string): void {
  const why = 'it is listed, but it is not there';
  state.findings.push({ key, change: 'missing', seq: seqOf(state, key) ?? 0, why });
}

/** Number of the entry that the object is, or that names it. */
function seqOf({ log }: State, key: string): number | undefined {
  const parsed = parseKey(key);
  return parsed?.kind === 'entry' ? parsed.seq : log.named.get(key)?.seq;
}

function accept(state: State, key: string, bytes: Uint8Array): void {
  const parsed = parseKey(key);
  if (parsed?.kind === 'entry') checkEntry(state.log, parsed.seq, bytes);
  else if (parsed?.kind === 'genesis') acceptGenesis(state, bytes);
  else acceptObject(state, key, bytes);
}

function acceptGenesis(state: State, bytes: Uint8Array): void {
  const read = readRecord('genesis', bytes);
  state.log.genesis = read.ok ? read.value : undefined;
  state.genesisBytes = bytes;
}

function acceptObject(state: State, key: string, bytes: Uint8Array): void {
  const finding = judge(key, bytes, state.home ?? closeLog(state));
  if (finding !== undefined) {
    state.findings.push(finding);
    return;
  }
  const plan = warrantIn(key, bytes)?.planDigest;
  const seq = state.log.named.get(key)?.seq;
  if (plan === undefined || seq === undefined) return;
  if (!state.log.named.has(blobKey(plan))) {
    state.log.named.set(blobKey(plan), { sha256: plan, size: undefined, seq });
  }
}

/** Settles what the archive is, once the log has been walked; genesis is judged by what entry 0 names. */
function closeLog(state: State): Home {
  const { log, head, findings } = endLogCheck(state.log);
  state.findings.push(...findings);
  state.head = head && { seq: head.seq, sha256: head.sha256 };
  const has = (key: string) => state.keys.has(key);
  const home: Home = { log, target: undefined, named: state.log.named, has };
  const fault = state.genesisBytes && judge('genesis.json', state.genesisBytes, home);
  // Genesis speaks of the beginning: it counts as named by entry 0 whatever became of that.
  if (fault !== undefined) state.findings.push({ ...fault, seq: 0 });
  const target = fault === undefined ? state.log.genesis?.target : undefined;
  state.home = { ...home, target };
  return state.home;
}

function finish(state: State): Verification {
  if (state.home === undefined) closeLog(state);
  const findings = inOrder([...state.findings, ...absent(state), ...unnamed(state)]);
  return {
    first: findings.find(isError),
    problems: findings.map(toProblem),
    counts: {
      entries: state.log.count,
      grants: state.log.stories.size,
      objects: state.keys.size,
    },
    head: state.head,
  };
}

function absent(state: State): Finding[] {
  const named = [...state.log.named].map(([key, { seq }]) => ({ key, seq }));
  if (!state.log.named.has('genesis.json')) named.unshift({ key: 'genesis.json', seq: 0 });
  return named.flatMap(({ key, seq }) =>
    state.keys.has(key)
      ? []
      : [{ key, change: 'missing' as const, seq, why: `entry ${seq} names it, but it is not there` }],
  );
}

function unnamed(state: State): Finding[] {
  const faulty = new Set(state.findings.map(({ key }) => key));
  return [...state.keys].flatMap((key) => {
    const parsed = parseKey(key);
    if (parsed === undefined || parsed.kind === 'entry' || faulty.has(key)) return [];
    if (state.log.named.has(key)) return [];
    const seq = Number.POSITIVE_INFINITY;
    return [{ key, change: 'not logged' as const, seq, why: 'no entry of the log names it' }];
  });
}
