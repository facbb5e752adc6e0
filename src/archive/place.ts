/** Does each entry lie under its own number? Names what was put in, taken out or exchanged. */
import { accuse, type Chain, type Laid } from './chain-state.ts';
import { entryKey } from './keys.ts';
import type { Entry } from './records.ts';

/** Checks that the entry belongs to this archive and lies under its own number. */
export function place(chain: Chain, entry: Entry, { seq, sha256: digest }: Laid): void {
  if (entry.log !== chain.log) {
    accuse(chain, seq, { change: 'spliced', why: `its log id is ${entry.log}, not ${chain.log}` });
  }
  const shift = entry.seq - seq;
  const moved = shift !== 0 && shift !== chain.shift;
  settleLift(chain, shift === chain.shift);
  chain.shift = shift;
  if (shift === 0) return;
  // One inserted entry moves all after it up by one: the first of them still points past it.
  const inserted = moved && shift === -1 && entry.prev === (chain.beforeLast?.sha256 ?? null);
  if (inserted && digest === chain.last?.sha256) {
    accuse(chain, seq, { change: 'inserted', why: `it is a copy of entry ${seq - 1}` });
  } else if (inserted) {
    accuse(chain, seq - 1, { change: 'inserted', why: `entry ${seq - 1} lies after it` });
  } else if (moved && shift > 0 && !chain.wrong.has(seq)) chain.lifted = seq;
  else if (moved) accuse(chain, seq, { change: 'reordered', why: `it is entry ${entry.seq}` });
  chain.wrong.add(seq);
}

/** Only what comes after an entry below its own key tells whether all moved down, or this one alone. */
export function settleLift(chain: Chain, all: boolean): void {
  const seq = chain.lifted;
  if (seq === undefined) return;
  chain.lifted = undefined;
  const why = all
    ? `${missing(chain.shift)}; those after that were moved down`
    : `it is entry ${seq + chain.shift}`;
  chain.findings.push({ key: entryKey(seq), change: all ? 'missing' : 'reordered', seq, why });
}

export function missing(count: number): string {
  return count === 1 ? 'the entry is not there' : `${count} entries from here on are not there`;
}
