/** The story of a grant: its entries in order, proven gap-free by their numbers and back pointers. */
import type { StoryHead } from './entry.ts';
import type { Entry, Sha256 } from './records.ts';

export type LoggedEntry = { readonly entry: Entry; readonly sha256: Sha256 };

export type StoryEntries = {
  readonly entries: readonly LoggedEntry[];
  /** What does not fit; empty when the story is whole. */
  readonly faults: readonly string[];
};

/** The entries of `grant` among `logged`, which come in the order of the log. */
export function storyOf(grant: string, logged: readonly LoggedEntry[]): StoryEntries {
  const entries = logged.filter(({ entry }) => entry.grant?.id === grant);
  const faults: string[] = [];
  let last: StoryHead | undefined;
  for (const { entry, sha256 } of entries) {
    const fault = storyFault(entry, last);
    if (fault !== undefined) faults.push(`entry ${entry.seq}: ${fault}`);
    last = storyHead(entry, sha256);
  }
  return { entries, faults };
}

/** Why `entry` does not continue the story that ends at `last`; undefined when it does, or has no story. */
export function storyFault(entry: Entry, last: StoryHead | undefined): string | undefined {
  if (entry.grant === null) return undefined;
  const { id, grantSeq, grantPrev } = entry.grant;
  const expected = last === undefined ? 0 : last.grantSeq + 1;
  if (grantSeq !== expected) return `it is number ${grantSeq} of ${id}, number ${expected} is next`;
  if (grantPrev !== (last?.sha256 ?? null)) return `it points back to another entry of ${id}`;
  return undefined;
}

export function storyHead(entry: Entry, sha256: Sha256): StoryHead | undefined {
  return entry.grant === null ? undefined : { grantSeq: entry.grant.grantSeq, sha256 };
}
