/**
 * Keys of records. A folder that is gone, or an object that was deleted, must not look as if nothing
 * had ever been there: where a listing is empty, the log is asked whether it names what is missing.
 * The log decides nothing by that: it only takes away the certainty that there is no record.
 */
import type { Entry } from '../../archive/records.ts';
import { type Read, readRecord } from '../../archive/schemas.ts';
import { at, day, dayOfId, type Instant, plus } from '../../grant/lifetime.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { inFlight } from './in-flight.ts';

/**
 * The keys below a folder of the archive. Throws an `Outage` (BG0811) when there is none and the log
 * names one: then nothing is known of any grant.
 */
export async function listRecords(store: Store, folder: `${string}/`): Promise<readonly string[]> {
  const keys = await store.list(folder);
  if (keys.length > 0) return keys;
  const named = await namedInLog(store, folder);
  if (named === undefined) return keys;
  // Another run may have written the first one between the listing and the log.
  const again = await store.list(folder);
  if (again.length > 0) return again;
  throw new Outage(`${store.place}: ${folder} is empty, but the log names ${named}`, {
    code: 'BG0811',
    hint: 'restore it from a copy or from older versions; until then nothing is opened',
  });
}

/** The key of a warrant of the grant that the log names; asked where no warrant of it is listed. */
export async function warrantInLog(store: Store, grant: string): Promise<string | undefined> {
  const born = dayOfId(grant);
  return namedInLog(store, `warrants/${grant}/`, born === undefined ? undefined : plus(born, -day));
}

/** A key below the folder. Walks back from the head, to entries older than `floor`. Entries that cannot be read name nothing. */
async function namedInLog(store: Store, folder: string, floor?: Instant): Promise<string | undefined> {
  const keys = (await store.list('log/')).toReversed();
  for await (const { bytes } of inFlight(store, keys)) {
    if (floor === undefined && bytes && !Buffer.from(bytes).includes(folder)) continue;
    const read: Read<Entry> | undefined = bytes && readRecord('entry', bytes);
    if (!read?.ok) continue;
    const named = read.value.records.find(({ key }) => key.startsWith(folder));
    if (named !== undefined) return named.key;
    if (floor !== undefined && at(read.value.at) < floor) return undefined;
  }
  return undefined;
}
