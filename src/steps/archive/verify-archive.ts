/** Verifies an archive as it lies in a store; writes nothing and needs no clock. */
import type { Head } from '../../archive/entry.ts';
import { readRecord } from '../../archive/schemas.ts';
import type { Verification } from '../../archive/verification.ts';
import { startVerify } from '../../archive/verify.ts';
import type { Progress, Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { inFlight } from './in-flight.ts';

/**
 * `noted` is a head that was written down earlier, outside the archive. The log is listed first: a
 * record is written before its entry, so what a listed entry names must be in the second listing.
 */
export async function verifyArchive(
  store: Store,
  noted?: Head,
  progress: Progress = () => undefined,
): Promise<Verification> {
  // Both listings are of everything: a link in place of a folder is a key of the whole, and named as such.
  const log = (await store.list('')).filter((key) => key.startsWith('log/'));
  const others = (await store.list('')).filter((key) => !key.startsWith('log/'));
  const count = log.length + others.length;
  if (count > many) progress(`reading ${count} objects`);
  const verifier = startVerify([...log, ...others], noted);
  const odd = new Set<string>();
  let days = 0;
  for await (const { key, bytes } of inFlight(tolerant(store, odd), verifier.order)) {
    if (odd.has(key)) verifier.refuse(key);
    else verifier.accept(key, bytes);
    if (key === 'genesis.json' && bytes !== undefined) days = retentionOf(bytes);
  }
  for (const { key, fault, why } of store.protection?.objects(days) ?? []) verifier.report(key, fault, why);
  return verifier.finish();
}

/** From here on it takes a second and more. */
const many = 5_000;

/** What is no file at all (BG0822) is a finding; a store that does not answer is none. */
function tolerant(store: Store, odd: Set<string>): Store {
  const get = async (key: string) => {
    try {
      return await store.get(key);
    } catch (error) {
      if (!(error instanceof Outage && error.code === 'BG0822')) throw error;
      odd.add(key);
      return undefined;
    }
  };
  return { ...store, get };
}

/** In days; a genesis that cannot be read promises nothing, and is wrong itself. */
function retentionOf(bytes: Uint8Array): number {
  const read = readRecord('genesis', bytes);
  return read.ok && read.value.archive.kind === 's3' ? read.value.archive.retentionDays : 0;
}
