/** Entries of the log: how a draft gets its number, its place in the chain and in its grant's story. */
import { sha256 } from '../grant/canonical.ts';
import { isOpening } from './grants.ts';
import { entryKey } from './keys.ts';
import type { Draft, Ending, Entry, EntryKind, Sha256, Warrant } from './records.ts';
import { recordBytes } from './schemas.ts';

/** The last entry of the log. */
export type Head = { readonly seq: number; readonly sha256: Sha256 };

/** The last entry of a grant's story. */
export type StoryHead = { readonly grantSeq: number; readonly sha256: Sha256 };

export type SealedEntry = {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  readonly entry: Entry;
};

/** Where a draft is chained to: `head` null for the first entry, `last` null for the first of its grant. */
export type Ends = {
  readonly log: string;
  readonly target: string;
  readonly head: Head | null;
  readonly last: StoryHead | null;
};

export function seal(draft: Draft, ends: Ends): SealedEntry {
  const entry: Entry = {
    ...draft,
    v: 'breakglass/entry/1',
    log: ends.log,
    seq: ends.head === null ? 0 : ends.head.seq + 1,
    prev: ends.head?.sha256 ?? null,
    grant:
      draft.grant === null
        ? null
        : {
            id: draft.grant,
            target: ends.target,
            grantSeq: ends.last === null ? 0 : ends.last.grantSeq + 1,
            grantPrev: ends.last?.sha256 ?? null,
          },
  };
  const bytes = recordBytes('entry', entry);
  return { key: entryKey(entry.seq), bytes, sha256: sha256(bytes), entry };
}

/** The kind of the entry that makes a record part of the log; `endings` are those of its grant. */
export function entryKindOf(
  record: Warrant | Ending,
  endings: readonly Pick<Ending, 'n' | 'kind'>[],
): EntryKind {
  if (record.v === 'breakglass/ending/1') return record.kind;
  return isOpening(record, endings) ? 'opening' : 'extended';
}
