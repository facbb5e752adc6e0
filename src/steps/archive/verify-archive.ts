/** Verifies an archive as it lies in a store; writes nothing and needs no clock. */
import type { Head } from '../../archive/entry.ts';
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
  for await (const { key, bytes } of inFlight(store, verifier.order)) verifier.accept(key, bytes);
  return verifier.finish();
}

/** From here on it takes a second and more. */
const many = 5_000;
