/**
 * The archive of a target in a bucket: the same keys and bytes as in a folder. What is on top of a
 * record, a later version or a delete marker, hides nothing: whatever decides is listed first, and
 * read in its oldest version. Entries that were not listed are read as they stand now: one request
 * instead of two for each entry that others append meanwhile.
 */
import type { Store } from '../../ports.ts';
import { checkedKey, checkedPrefix } from '../archive-key.ts';
import { type Bucket, type BucketOptions, openBucket } from './s3-bucket.ts';
import { getWhole, putOnce, type Stored } from './s3-objects.ts';
import { type Locked, protectionOf } from './s3-protection.ts';
import { listVersions, type Seen } from './s3-versions.ts';

/** What this store knows of the bucket: the versions of keys that were listed, the locks of those that were read. */
type Known = {
  readonly bucket: Bucket;
  readonly seen: Map<string, Seen>;
  readonly locks: Map<string, Locked>;
};

/** The bucket must be there: one that is not is an archive that is elsewhere, not an empty one. */
export function s3Store(options: BucketOptions): Store {
  const bucket = openBucket(options);
  const known: Known = { bucket, seen: new Map(), locks: new Map() };
  return {
    place: `s3://${bucket.name}`,
    create: async (key, bytes) => putOnce(bucket, checkedKey(key), bytes),
    get: async (key) => get(known, checkedKey(key)),
    list: async (prefix) => list(known, checkedPrefix(prefix)),
    protection: protectionOf(bucket, known),
  };
}

async function list(known: Known, prefix: string): Promise<string[]> {
  const found = await listVersions(known.bucket, prefix);
  for (const [key, seen] of found) known.seen.set(key, seen);
  return [...found].flatMap(([key, { oldest }]) => (oldest === undefined ? [] : [key])).sort();
}

/** Entries that others append meanwhile, and contents that are known by their digest. */
const plain = /^(?:log\/(?!0{12}\.)|blob\/)/;

async function get(known: Known, key: string): Promise<Uint8Array | undefined> {
  const { bucket, seen, locks } = known;
  const listed = seen.has(key) || !plain.test(key);
  const object = listed ? await oldest(known, key) : await getWhole(bucket, key);
  const found = object === 'hidden' ? await oldest(known, key) : object;
  if (found === undefined || found === 'hidden') return undefined;
  locks.set(key, { mode: found.mode, until: found.until });
  return found.bytes;
}

/** The oldest version never changes, so it is looked up once. */
async function oldest(known: Known, key: string): Promise<Stored | 'hidden' | undefined> {
  if (known.seen.get(key)?.oldest === undefined) await list(known, key);
  const version = known.seen.get(key)?.oldest?.version;
  return version === undefined ? undefined : getWhole(known.bucket, key, version);
}
