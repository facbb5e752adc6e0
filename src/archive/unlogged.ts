/**
 * Records that no entry of the log names. A run writes a record and then its entry, and a run that
 * finds a record without one logs it before anything else. So what is unlogged is moments old, or
 * it was added. Needs no clock: the log itself says what came later.
 */
import { at, minute, plus } from '../grant/lifetime.ts';
import type { Laid } from './chain-state.ts';
import type { Finding } from './findings.ts';
import { keyOf, type ObjectKey } from './keys.ts';
import type { LogCheck } from './log-check.ts';
import { type RecordOf, readRecord } from './schemas.ts';

/** Planning may take ten minutes, and a warrant bears the time at which it began. */
const grace = 15 * minute;

/** `log` as it is when all of it was walked; `head` undefined when something in it is wrong. */
export function unlogged(
  parsed: ObjectKey,
  bytes: Uint8Array,
  { requested, head }: Pick<LogCheck, 'requested'> & { readonly head: Laid | undefined },
): Finding {
  const seq = Number.POSITIVE_INFINITY;
  const newest = head?.entry?.at;
  const key = keyOf(parsed);
  if (newest === undefined || parsed.kind === 'blob') {
    return { key, change: 'not logged', seq, why: 'no entry of the log names it' };
  }
  if (parsed.kind === 'warrant' && !requested.has(parsed.grant)) {
    const why = `no entry of the log names it, and none says that ${parsed.grant} was requested: no run wrote it`;
    return { key, change: 'added', seq, why };
  }
  const read = readRecord<Exclude<keyof RecordOf, 'entry'>>(parsed.kind, bytes);
  if (read.ok && plus(at(read.value.at), grace) < at(newest)) {
    const why = `it says ${read.value.at}; entries were written until ${newest}, and none names it`;
    return { key, change: 'added', seq, why };
  }
  return { key, change: 'not logged', seq, why: 'no entry of the log names it yet' };
}
