/** What the log names: records and blobs by key, and the judgement of each object against it. */
import { sha256 } from '../grant/canonical.ts';
import type { Finding } from './findings.ts';
import { blobKey, entryKey, type Key, keyOf, parseKey } from './keys.ts';
import type { Entry, Genesis, Sha256, Warrant } from './records.ts';
import { type Read, type RecordOf, readRecord } from './schemas.ts';

/** As the first entry that names it says; `size` is known for blobs only. */
export type Named = { readonly sha256: Sha256; readonly size: number | undefined; readonly seq: number };

/** What decides whether an object belongs here. `target` undefined when genesis itself is in doubt. */
export type Home = {
  readonly log: string;
  readonly target: string | undefined;
  readonly named: ReadonlyMap<string, Named>;
  /** Is there an object under this key? */
  has(key: string): boolean;
};

type PlainRecord = RecordOf[Exclude<keyof RecordOf, 'entry'>];
type RecordKey = Exclude<Key, { kind: 'entry' | 'blob' }>;
type Fault = Pick<Finding, 'change' | 'why'>;

/** Adds what an entry names. One that names an object otherwise than an entry before is wrong. */
export function addNamed(names: Map<string, Named>, seq: number, entry: Entry): Finding | undefined {
  const blobs = entry.blobs.map((blob) => ({
    key: blobKey(blob.sha256),
    sha256: blob.sha256,
    size: blob.size,
  }));
  const records = entry.records.map((record) => ({ ...record, size: undefined }));
  for (const { key, sha256, size } of [...records, ...blobs]) {
    const before = names.get(key);
    if (before === undefined) names.set(key, { sha256, size, seq });
    else if (before.sha256 !== sha256 || before.size !== size) {
      const why = `it names ${key} otherwise than entry ${before.seq}`;
      return { key: entryKey(seq), change: 'malformed', seq, why };
    }
  }
  return undefined;
}

/** Judges a record or blob. Undefined when it is what the log says, or well formed and not named. */
export function judge(key: string, bytes: Uint8Array, home: Home): Finding | undefined {
  const parsed = parseKey(key);
  const named = home.named.get(key);
  const seq = named?.seq ?? Number.POSITIVE_INFINITY;
  if (parsed === undefined || parsed.kind === 'entry') {
    return { key, change: 'foreign', seq, why: 'it has not the form of an archive key' };
  }
  const fault =
    parsed.kind === 'blob' ? blobFault(parsed.hex, bytes, home) : recordFault(parsed, bytes, home);
  return fault && { key, seq, ...fault };
}

/** The warrant under `key`, for the blob that it names; undefined for everything else. `judge` has passed the bytes. */
export function warrantIn(key: string, bytes: Uint8Array): Warrant | undefined {
  if (parseKey(key)?.kind !== 'warrant') return undefined;
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Warrant;
}

function blobFault(hex: string, bytes: Uint8Array, home: Home): Fault | undefined {
  const digest = sha256(bytes);
  const own = blobKey(digest);
  if (digest !== `sha256:${hex}`) {
    if (home.has(own)) return { change: 'reordered', why: `it holds what belongs under ${own}` };
    return { change: 'changed', why: 'its bytes have not the digest that its key says' };
  }
  const size = home.named.get(own)?.size;
  if (size === undefined || size === bytes.length) return undefined;
  return { change: 'changed', why: `it has ${bytes.length} bytes, the log says ${size}` };
}

function recordFault(key: RecordKey, bytes: Uint8Array, home: Home): Fault | undefined {
  const named = home.named.get(keyOf(key));
  const read: Read<PlainRecord> = readRecord(key.kind, bytes);
  const fault = read.ok ? misplaced(key, read.value, home) : { change: read.change, why: read.why };
  if (fault !== undefined || named === undefined || named.sha256 === sha256(bytes)) return fault;
  return { change: 'changed', why: `its digest is not the one that entry ${named.seq} names` };
}

function misplaced(key: RecordKey, record: PlainRecord, home: Home): Fault | undefined {
  if (record.log !== home.log) {
    return { change: 'spliced', why: `its log id is ${record.log}, not ${home.log}` };
  }
  const own = ownKey(record);
  if (own !== keyOf(key)) return { change: 'reordered', why: `it says that it belongs under ${own}` };
  if ('target' in record && home.target !== undefined && record.target !== home.target) {
    return { change: 'malformed', why: `it is for the target ${record.target}, not ${home.target}` };
  }
  return undefined;
}

/** The key that a record itself says it has. */
export function ownKey(record: PlainRecord): string {
  switch (record.v) {
    case 'breakglass/genesis/1':
      return keyOf({ kind: 'genesis' });
    case 'breakglass/trusted/1':
      return keyOf({ kind: 'trusted', n: record.n });
    case 'breakglass/warrant/1':
      return keyOf({ kind: 'warrant', grant: record.grant, n: record.n });
    case 'breakglass/ending/1':
      return keyOf({ kind: 'ending', grant: record.grant, n: record.n, ending: record.kind });
  }
}

/** The log id on which most of genesis and the first two entries agree: one of them may be the forged one. */
export function logIdOf(genesis: Genesis | undefined, first: readonly Entry[]): string {
  const ids = [genesis?.log, ...first.map((entry) => entry.log)].filter((id) => id !== undefined);
  return ids.find((id, index) => ids.indexOf(id) !== index) ?? ids[0] ?? '';
}
