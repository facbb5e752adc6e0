/** The log as a whole: the chain, the stories of the grants in it, and what its entries name. */
import { endChain, walk } from './chain.ts';
import { type Chain, type Laid, startChain } from './chain-state.ts';
import type { Head, StoryHead } from './entry.ts';
import { type Finding, isError } from './findings.ts';
import { entryKey } from './keys.ts';
import { addNamed, logIdOf, type Named } from './named.ts';
import type { Entry, Genesis, Sha256 } from './records.ts';
import { readRecord } from './schemas.ts';
import { storyFault, storyHead } from './story.ts';

type Waiting = { readonly seq: number; readonly bytes: Uint8Array };

export type LogCheck = {
  readonly noted: Head | undefined;
  genesis: Genesis | undefined;
  /** The first entries, held back until most voices have settled the log id. */
  waiting: Waiting[];
  chain: Chain | undefined;
  readonly named: Map<string, Named>;
  readonly stories: Map<string, StoryHead>;
  /** Grants that somebody asked for: `apply` logs that before it writes a warrant. */
  readonly requested: Set<string>;
  /** Entries that a later run wrote for records that it found without one. */
  readonly late: Finding[];
  /** Faults of stories and names; believed only as far as the chain is whole. */
  readonly doubts: Finding[];
  count: number;
};

export function startLogCheck(noted: Head | undefined): LogCheck {
  return {
    noted,
    genesis: undefined,
    waiting: [],
    chain: undefined,
    named: new Map(),
    stories: new Map(),
    requested: new Set(),
    late: [],
    doubts: [],
    count: 0,
  };
}

/** Entries come in the order of their keys, after genesis. */
export function checkEntry(check: LogCheck, seq: number, bytes: Uint8Array): void {
  check.count += 1;
  if (check.chain !== undefined) walkOn(check, check.chain, { seq, bytes });
  else if (check.waiting.push({ seq, bytes }) === 2) settle(check);
}

/** The whole chain's findings, and the log id that the archive has. */
export function endLogCheck(check: LogCheck): {
  readonly log: string;
  readonly head: Laid | undefined;
  /** Nothing in it is wrong: what it does not name was never in it. */
  readonly whole: boolean;
  readonly findings: readonly Finding[];
} {
  const chain = check.chain ?? settle(check);
  endChain(chain);
  const firstWrong = Math.min(...chain.wrong);
  const believed = check.doubts.filter(({ seq }) => seq < firstWrong);
  const findings = [...chain.findings, ...believed];
  return { log: chain.log, head: chain.last, whole: !findings.some(isError), findings };
}

function settle(check: LogCheck): Chain {
  const first = check.waiting.flatMap(({ bytes }): Entry[] => {
    const read = readRecord('entry', bytes);
    return read.ok ? [read.value] : [];
  });
  const chain = startChain(logIdOf(check.genesis, first), check.noted);
  check.chain = chain;
  for (const waiting of check.waiting) walkOn(check, chain, waiting);
  check.waiting = [];
  return chain;
}

function walkOn(check: LogCheck, chain: Chain, { seq, bytes }: Waiting): void {
  const { entry, sha256 } = walk(chain, seq, bytes);
  if (entry === undefined) return;
  const named = addNamed(check.named, seq, entry);
  if (named !== undefined) check.doubts.push(named);
  if (entry.body['late'] === true) check.late.push(late(seq, entry));
  story(check, { seq, entry, sha256 });
}

function late(seq: number, { records, at, actor }: Entry): Finding {
  const why = `${records.map(({ key }) => key).join(', ')} had no entry until ${actor.id} found it at ${at}`;
  return { key: entryKey(seq), change: 'late', seq, why };
}

function story(check: LogCheck, at: { seq: number; entry: Entry; sha256: Sha256 }): void {
  const { entry, seq, sha256 } = at;
  if (entry.grant === null) return;
  if (entry.kind === 'requested') check.requested.add(entry.grant.id);
  const why = storyFault(entry, check.stories.get(entry.grant.id)) ?? targetFault(check, entry.grant);
  if (why !== undefined) check.doubts.push({ key: entryKey(seq), change: 'story', seq, why });
  const head = storyHead(entry, sha256);
  if (head !== undefined) check.stories.set(entry.grant.id, head);
}

function targetFault(check: LogCheck, grant: NonNullable<Entry['grant']>): string | undefined {
  if (check.genesis === undefined || grant.target === check.genesis.target) return undefined;
  return `it is for the target ${grant.target}, not ${check.genesis.target}`;
}
