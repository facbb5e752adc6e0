/** A small archive to tamper with, and the tools for it. */
import type { Head } from '../../../src/archive/entry.ts';
import type { Entry } from '../../../src/archive/records.ts';
import { type RecordKind, readRecord } from '../../../src/archive/schemas.ts';
import type { Verification } from '../../../src/archive/verification.ts';
import { startVerify } from '../../../src/archive/verify.ts';
import { canonicalBytes, sha256 } from '../../../src/grant/canonical.ts';
import { alba, chidi, liveAndDie, memoryStore, newArchive } from './samples.ts';

export type Objects = Map<string, Uint8Array>;

/** One grant that lived and died, one that was revoked before it opened; nine entries. */
export async function sampleArchive(): Promise<{ whole: Objects; other: Objects; head: Head }> {
  const store = memoryStore();
  const archive = await newArchive(store);
  await liveAndDie(archive, alba);
  await archive.writeEnding({ grant: chidi, kind: 'revoked', why: 'its file is gone', evidence: null });
  const { head } = verify(store.objects);
  if (head === undefined) throw new Error('the archive has no head');
  const other = new Map([...store.objects].map(([key, bytes]) => [key, inAnotherLog(bytes)]));
  return { whole: store.objects, other, head };
}

export function verify(objects: Objects, noted?: Head): Verification {
  const verifier = startVerify([...objects.keys()], noted);
  for (const key of verifier.order) verifier.accept(key, objects.get(key));
  return verifier.finish();
}

export function logKey(seq: number): string {
  return `log/${String(seq).padStart(12, '0')}.json`;
}

export function bytesAt(objects: Objects, key: string): Uint8Array {
  const bytes = objects.get(key);
  if (bytes === undefined) throw new Error(`no object ${key}`);
  return bytes;
}

export function entryAt(objects: Objects, seq: number): Entry {
  const read = readRecord('entry', bytesAt(objects, logKey(seq)));
  if (!read.ok) throw new Error(read.why);
  return read.value;
}

/** The same record, as if written in an archive with another log id. */
function inAnotherLog(bytes: Uint8Array): Uint8Array {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString()) as { v?: `breakglass/${RecordKind}/1` };
    return value.v === undefined ? bytes : canonicalBytes({ ...value, log: 'another-log-id' });
  } catch {
    return bytes;
  }
}

/** An entry that continues the log at `seq` as an honest one would. */
export function forged(objects: Objects, seq: number): Uint8Array {
  const model = entryAt(objects, 0);
  const prev = seq === 0 ? null : sha256(bytesAt(objects, logKey(seq - 1)));
  return canonicalBytes({ ...model, seq, prev, kind: 'drill', grant: null, records: [] });
}

export function shifted(objects: Objects, place: number): Objects {
  const result = new Map(objects);
  for (let seq = place; objects.has(logKey(seq)); seq += 1)
    result.set(logKey(seq + 1), bytesAt(objects, logKey(seq)));
  return result;
}

/** The log with one entry replaced and all after it chained anew, stories too: what only its writer can do. */
export function rechained(objects: Objects, seq: number, entry: unknown): Objects {
  const result = new Map(objects).set(logKey(seq), canonicalBytes(entry));
  const renamed = new Map([[sha256(bytesAt(objects, logKey(seq))), sha256(bytesAt(result, logKey(seq)))]]);
  for (let next = seq + 1; objects.has(logKey(next)); next += 1) {
    const text = Buffer.from(bytesAt(objects, logKey(next))).toString();
    const bytes = Buffer.from([...renamed].reduce((done, [from, to]) => done.replaceAll(from, to), text));
    renamed.set(sha256(bytesAt(objects, logKey(next))), sha256(bytes));
    result.set(logKey(next), bytes);
  }
  return result;
}

export function isNamed(objects: Objects, key: string): boolean {
  if (key === 'genesis.json') return true;
  const name = key.startsWith('blob/') ? key.slice('blob/sha256/'.length) : key;
  return [...objects].some(
    ([at, bytes]) => at.startsWith('log/') && Buffer.from(bytes).toString().includes(name),
  );
}
