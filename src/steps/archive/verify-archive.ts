/** Verifies an archive as it lies in a store; writes nothing and needs no clock. */
import type { Head } from '../../archive/entry.ts';
import { parseKey } from '../../archive/keys.ts';
import { readRecord } from '../../archive/schemas.ts';
import { startVerify, type Verification } from '../../archive/verify.ts';
import type { Progress, Store } from '../../ports.ts';
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
  const log = await store.list('log/');
  const others = (await store.list('')).filter((key) => !key.startsWith('log/'));
  const count = log.length + others.length;
  if (count > many) progress(`reading ${count} objects`);
  const verifier = startVerify([...log, ...others], noted);
  // What has no key of ours is judged by its name, and never asked for.
  const [own, foreign] = [verifier.order.filter(isKey), verifier.order.filter((key) => !isKey(key))];
  let days = 0;
  for await (const { key, bytes } of inFlight(store, own)) {
    verifier.accept(key, bytes);
    if (key === 'genesis.json' && bytes !== undefined) days = retentionOf(bytes);
  }
  for (const key of foreign) verifier.accept(key, new Uint8Array());
  for (const { key, fault, why } of store.protection?.objects(days) ?? []) verifier.report(key, fault, why);
  return verifier.finish();
}

/** From here on it takes a second and more. */
const many = 5_000;

function isKey(key: string): boolean {
  return parseKey(key) !== undefined;
}

/** In days; a genesis that cannot be read promises nothing, and is wrong itself. */
function retentionOf(bytes: Uint8Array): number {
  const read = readRecord('genesis', bytes);
  return read.ok && read.value.archive.kind === 's3' ? read.value.archive.retentionDays : 0;
}
