/**
 * The walk along the log: each entry in its place, chained to the one before, written in this
 * archive. A broken link has two ends; which of them was changed shows at the next link.
 */
import { sha256 } from '../grant/canonical.ts';
import { at } from '../grant/lifetime.ts';
import { accuse, type Chain, type Laid } from './chain-state.ts';
import { entryKey } from './keys.ts';
import { missing, place, settleLift } from './place.ts';
import type { Entry } from './records.ts';
import { readRecord } from './schemas.ts';

/** Entries come in the order of their keys. */
export function walk(chain: Chain, seq: number, bytes: Uint8Array): Laid {
  const read = readRecord('entry', bytes);
  const laid = { seq, sha256: sha256(bytes), entry: read.ok ? read.value : undefined };
  gap(chain, seq);
  if (!read.ok) accuse(chain, seq, { change: read.change, why: read.why });
  if (laid.entry !== undefined) place(chain, laid.entry, laid);
  link(chain, laid);
  if (laid.entry !== undefined) clock(chain, laid.entry);
  if (chain.noted?.seq === seq) chain.notedDiffers = chain.noted.sha256 !== laid.sha256;
  chain.beforeLast = chain.last;
  chain.last = laid;
  return laid;
}

/** What only the end of the log can tell. */
export function endChain(chain: Chain): void {
  const last = chain.last?.seq ?? -1;
  const { noted } = chain;
  settleLift(chain, true);
  const right = chain.brokenAt;
  if (right !== undefined)
    blame(chain, chain.notedDiffers && noted?.seq === right ? right : right - 1, right);
  if (noted === undefined) {
    if (last < 0) accuse(chain, 0, { change: 'missing', why: 'the log has no entry' });
  } else if (noted.seq > last) {
    const why = `the log ends at ${last}, the noted head is entry ${noted.seq}`;
    accuse(chain, last + 1, { change: 'tail cut', why });
  } else if (chain.notedDiffers && ![...chain.wrong].some((seq) => seq <= noted.seq)) {
    accuse(chain, noted.seq, { change: 'changed', why: 'its digest is not that of the noted head' });
  }
}

function gap(chain: Chain, seq: number): void {
  const expected = (chain.last?.seq ?? -1) + 1;
  if (seq === expected) return;
  accuse(chain, expected, { change: 'missing', why: missing(seq - expected) });
}

/** Checks that the entry names the digest of the one before. */
function link(chain: Chain, { seq, entry }: Laid): void {
  const broken = entry !== undefined && isBroken(chain, seq, entry);
  const right = chain.brokenAt;
  chain.brokenAt = undefined;
  // When the next link of the suspect is broken too, it is the suspect that was changed.
  if (right !== undefined) blame(chain, broken && right === seq - 1 ? right : right - 1, right);
  if (broken) chain.brokenAt = seq;
  if (broken && seq === 0)
    accuse(chain, 0, { change: 'changed', why: 'the first entry names one before it' });
}

function isBroken(chain: Chain, seq: number, entry: Entry): boolean {
  if (chain.last?.seq !== seq - 1) return seq === 0 && entry.prev !== null;
  return entry.prev !== chain.last.sha256;
}

/** A link with an end that is known to be wrong is explained by that. */
function blame(chain: Chain, seq: number, right: number): void {
  if (chain.wrong.has(right - 1) || chain.wrong.has(right)) return;
  const why =
    seq === right
      ? 'it names another entry before it, and the entry after it names another digest'
      : `entry ${right} names another digest`;
  accuse(chain, seq, { change: 'changed', why });
}

function clock(chain: Chain, entry: Entry): void {
  const before = chain.last?.entry;
  if (before === undefined) return;
  const backMs = at(before.at) - at(entry.at);
  if (backMs <= before.clock.uncertaintyMs + entry.clock.uncertaintyMs) return;
  const why = `it was written at ${entry.at}, the entry before it at ${before.at}`;
  chain.findings.push({ key: entryKey(entry.seq), change: 'clock', seq: entry.seq, why });
}
