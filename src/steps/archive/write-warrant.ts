/** Warrants and trusted commits: written by `apply` only, each number once. */
import { entryKindOf } from '../../archive/entry.ts';
import { groupKeys, kindsOf } from '../../archive/grants.ts';
import { keyOf } from '../../archive/keys.ts';
import type { BlobReference, Trusted, Warrant } from '../../archive/records.ts';
import { recordBytes } from '../../archive/schemas.ts';
import { canonical } from '../../grant/canonical.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { appendEntry, expectSoundLog } from './append-entry.ts';
import type { Opened } from './open.ts';
import { lastTrusted } from './read-records.ts';
import { writeRecord } from './write-record.ts';
import { stamp } from './writer.ts';

/**
 * Writes the warrant and its entry. Throws an `Outage` (BG0804) when another warrant of that number
 * is there: it was created by another run, whose plan is not this one.
 */
export async function writeWarrant(
  opened: Opened,
  warrant: Warrant,
  blobs: readonly BlobReference[],
): Promise<void> {
  const { store } = opened;
  const { grant, n } = warrant;
  const key = keyOf({ kind: 'warrant', grant, n });
  await expectSoundLog(opened);
  const written = await writeRecord(store, key, recordBytes('warrant', warrant));
  if (written.state === 'conflict') {
    throw new Outage(`${store.place}: ${key} exists already; another run has opened or lengthened ${grant}`, {
      code: 'BG0804',
    });
  }
  const kind = entryKindOf(warrant, n === 0 ? [] : await endingsByKey(store, grant));
  await appendEntry(opened, { kind, grant, records: [written.reference], blobs });
}

async function endingsByKey(store: Store, grant: string): Promise<ReturnType<typeof kindsOf>> {
  const keys = groupKeys(await store.list(`endings/${grant}/`)).get(grant);
  return keys === undefined ? [] : kindsOf(keys);
}

/** The next trusted commit. The last one again is no change and writes nothing. */
export async function writeTrusted(
  opened: Opened,
  commit: string,
  files: Trusted['files'],
): Promise<Trusted> {
  await expectSoundLog(opened);
  for (;;) {
    const last = await lastTrusted(opened);
    if (last !== undefined && last.commit === commit && canonical(last.files) === canonical(files))
      return last;
    const trusted: Trusted = {
      v: 'breakglass/trusted/1',
      log: opened.genesis.log,
      n: last === undefined ? 0 : last.n + 1,
      commit,
      files,
      proof: last === undefined ? 'first' : 'none',
      at: stamp(opened.writer),
    };
    const key = keyOf({ kind: 'trusted', n: trusted.n });
    const written = await writeRecord(opened.store, key, recordBytes('trusted', trusted));
    // Another run took the number: what it trusted is the last one now.
    if (written.state === 'conflict') continue;
    await appendEntry(opened, { kind: 'trusted', grant: null, records: [written.reference] });
    return trusted;
  }
}
