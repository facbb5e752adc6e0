/** The story of one grant for a reader: its entries, the records and the contents that they name. */
import { blobKey } from '../../archive/keys.ts';
import type { Sha256 } from '../../archive/records.ts';
import { readRecord } from '../../archive/schemas.ts';
import { type LoggedEntry, storyOf } from '../../archive/story.ts';
import { sha256 } from '../../grant/canonical.ts';
import { at, day, dayOfId } from '../../grant/lifetime.ts';
import type { Store } from '../../ports.ts';
import { inFlight } from './in-flight.ts';

export type Story = {
  readonly grant: string;
  readonly entries: readonly LoggedEntry[];
  /** Bytes by digest, of the records and blobs that the entries name; each has the digest it is under. */
  readonly contents: ReadonlyMap<Sha256, Uint8Array>;
  /** What is missing or does not fit; empty when the story is whole. */
  readonly faults: readonly string[];
};

/** Undefined when no entry of the log is about the grant. */
export async function showStory(store: Store, grant: string): Promise<Story | undefined> {
  const logged = await entriesOf(store, grant);
  const { entries, faults } = storyOf(grant, logged);
  if (entries.length === 0) return undefined;
  const contents = new Map<Sha256, Uint8Array>();
  const named = new Map(entries.flatMap(namedBy));
  const missing: string[] = [];
  for await (const { key, bytes } of inFlight(store, named.keys())) {
    const digest = named.get(key);
    if (bytes === undefined) missing.push(`${key}: it is not there`);
    else if (digest !== sha256(bytes)) missing.push(`${key}: it was changed`);
    else contents.set(digest, bytes);
  }
  return { grant, entries, contents, faults: [...faults, ...missing] };
}

/** Walks back from the head to the first entry of the grant; returns the log's order. */
async function entriesOf(store: Store, grant: string): Promise<LoggedEntry[]> {
  const keys = (await store.list('log/')).toReversed();
  const begin = dayOfId(grant);
  const floor = begin === undefined ? Number.NEGATIVE_INFINITY : begin - day;
  const found: LoggedEntry[] = [];
  for await (const { bytes } of inFlight(store, keys)) {
    const logged = bytes && loggedEntry(bytes);
    if (logged === undefined) continue;
    const { grant: story, at: written } = logged.entry;
    if (story?.id === grant) found.push(logged);
    if ((story?.id === grant && story.grantSeq === 0) || at(written) < floor) break;
  }
  return found.toReversed();
}

function loggedEntry(bytes: Uint8Array): LoggedEntry | undefined {
  const read = readRecord('entry', bytes);
  return read.ok ? { entry: read.value, sha256: sha256(bytes) } : undefined;
}

function namedBy({ entry }: LoggedEntry): [string, Sha256][] {
  return [
    ...entry.records.map((record): [string, Sha256] => [record.key, record.sha256]),
    ...entry.blobs.map((blob): [string, Sha256] => [blobKey(blob.sha256), blob.sha256]),
  ];
}
