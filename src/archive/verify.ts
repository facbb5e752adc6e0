/**
 * Verification of a whole archive, streaming: the caller fetches the objects in the order asked
 * for, and nothing but digests is kept of them. Needs no trust in whoever stores them.
 */
import type { Laid } from './chain-state.ts';
import type { Head } from './entry.ts';
import type { Finding } from './findings.ts';
import { blobKey, keyOf, type ObjectKey, parseKey, readingOrder } from './keys.ts';
import { checkEntry, endLogCheck, type LogCheck, startLogCheck } from './log-check.ts';
import { type Home, judge, warrantIn } from './named.ts';
import { readRecord } from './schemas.ts';
import { unlogged } from './unlogged.ts';
import { type Verification, verificationOf } from './verification.ts';

export type Verifier = {
  /** The keys in the order in which `accept` wants them. */
  readonly order: readonly string[];
  /** `bytes` undefined: the object was listed and is not there. */
  accept(key: string, bytes: Uint8Array | undefined): void;
  /** What lies under the key is no file: a link, or something else that stores make by nobody's hand. */
  refuse(key: string): void;
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
  head: Laid | undefined;
  whole: boolean;
  readonly findings: Finding[];
};

const genesisKey = { kind: 'genesis' } as const;

/** `noted` is a head that was written down earlier, outside the archive. */
export function startVerify(keys: readonly string[], noted?: Head): Verifier {
  const state: State = {
    keys: new Set(keys),
    log: startLogCheck(noted),
    genesisBytes: undefined,
    home: undefined,
    head: undefined,
    whole: false,
    findings: keys.filter((key) => parseKey(key) === undefined).map(formless),
  };
  return {
    order: readingOrder(keys),
    accept: (key, bytes) => (bytes === undefined ? vanished(state, key) : accept(state, key, bytes)),
    refuse: (key) => refuse(state, key),
    report: (key, change, why) => void state.findings.push({ key, change, seq: placeOf(state, key), why }),
    finish: () => {
      if (state.home === undefined) closeLog(state);
      return verificationOf(state);
    },
  };
}

function formless(key: string): Finding {
  const seq = Number.POSITIVE_INFINITY;
  return { key, change: 'foreign', seq, why: 'it has not the form of an archive key' };
}

function refuse(state: State, key: string): void {
  const why = 'it is a link or another special file, not an object';
  state.findings.push({ key, change: 'foreign', seq: placeOf(state, key), why });
}

function vanished(state: State, key: string): void {
  const why = 'it is listed, but it is not there';
  state.findings.push({ key, change: 'missing', seq: placeOf(state, key), why });
}

/** Number of the entry that lies under the key, or that names it; infinite when none does. */
function placeOf({ log }: State, key: string): number {
  const parsed = parseKey(key);
  return parsed?.kind === 'entry' ? parsed.seq : (log.named.get(key)?.seq ?? Number.POSITIVE_INFINITY);
}

function accept(state: State, key: string, bytes: Uint8Array): void {
  const parsed = parseKey(key);
  if (parsed?.kind === 'entry') checkEntry(state.log, parsed.seq, bytes);
  else if (parsed?.kind === 'genesis') acceptGenesis(state, bytes);
  else if (parsed !== undefined) acceptObject(state, parsed, bytes);
}

function acceptGenesis(state: State, bytes: Uint8Array): void {
  const read = readRecord('genesis', bytes);
  state.log.genesis = read.ok ? read.value : undefined;
  state.genesisBytes = bytes;
}

function acceptObject(state: State, key: ObjectKey, bytes: Uint8Array): void {
  const finding = judge(key, bytes, state.home ?? closeLog(state));
  const seq = state.log.named.get(keyOf(key))?.seq;
  if (finding !== undefined) state.findings.push(finding);
  else if (seq === undefined) state.findings.push(unlogged(key, bytes, settled(state)));
  const plan = warrantIn(key, bytes)?.planDigest;
  if (finding !== undefined || plan === undefined || seq === undefined) return;
  if (!state.log.named.has(blobKey(plan))) {
    state.log.named.set(blobKey(plan), { sha256: plan, size: undefined, seq });
  }
}

/** In a log with a fault, the entry that named a record may be what is missing. */
function settled({ log: { requested }, head, whole }: State) {
  return { requested, head: whole ? head : undefined };
}

/** Settles what the archive is, once the log has been walked; genesis is judged by what entry 0 names. */
function closeLog(state: State): Home {
  const { log, findings, ...end } = endLogCheck(state.log);
  state.findings.push(...findings);
  Object.assign(state, end);
  const has = (key: string) => state.keys.has(key);
  const home: Home = { log, target: undefined, named: state.log.named, has };
  const bytes = state.genesisBytes;
  const fault = bytes && judge(genesisKey, bytes, home);
  // Genesis speaks of the beginning: it counts as named by entry 0 whatever became of that.
  if (fault !== undefined) state.findings.push({ ...fault, seq: 0 });
  else if (bytes && !home.named.has('genesis.json'))
    state.findings.push(unlogged(genesisKey, bytes, settled(state)));
  const target = fault === undefined ? state.log.genesis?.target : undefined;
  state.home = { ...home, target };
  return state.home;
}
