/** What the walk along the log knows so far, and how it accuses an entry. */
import type { Head } from './entry.ts';
import type { Finding } from './findings.ts';
import { entryKey } from './keys.ts';
import type { Entry, Sha256 } from './records.ts';

/** An entry as it lies under its key; `entry` undefined when the bytes are none. */
export type Laid = {
  readonly seq: number;
  readonly sha256: Sha256;
  readonly entry: Entry | undefined;
};

export type Chain = {
  readonly log: string;
  /** Noted earlier, elsewhere: the only thing that shows that the end was cut off or rewritten. */
  readonly noted: Head | undefined;
  readonly findings: Finding[];
  readonly wrong: Set<number>;
  last: Laid | undefined;
  beforeLast: Laid | undefined;
  /** By how much the entries since here are numbered off their keys. */
  shift: number;
  /** Where entries begin to lie below their own keys: one was taken out there, or two were swapped. */
  lifted: number | undefined;
  /** The right end of a broken link whose wrong end is not known yet. */
  brokenAt: number | undefined;
  notedDiffers: boolean;
};

export function startChain(log: string, noted: Head | undefined): Chain {
  return {
    log,
    noted,
    findings: [],
    wrong: new Set(),
    last: undefined,
    beforeLast: undefined,
    shift: 0,
    lifted: undefined,
    brokenAt: undefined,
    notedDiffers: false,
  };
}

/** One finding for each entry: the first that was seen explains the others. */
export function accuse(chain: Chain, seq: number, what: Pick<Finding, 'change' | 'why'>): void {
  if (chain.wrong.has(seq)) return;
  chain.wrong.add(seq);
  chain.findings.push({ key: entryKey(seq), seq, ...what });
}
