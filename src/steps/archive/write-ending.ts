/** Endings: what takes. Any number of runs may write them for one grant at the same time. */
import { groupKeys, nextNumber } from '../../archive/grants.ts';
import { keyOf } from '../../archive/keys.ts';
import type { Ending } from '../../archive/records.ts';
import { redacted } from '../../archive/redact.ts';
import { recordBytes } from '../../archive/schemas.ts';
import { appendEntry, expectSoundLog } from './append-entry.ts';
import type { NewEnding } from './archive.ts';
import type { Opened } from './open.ts';
import { writeRecord } from './write-record.ts';
import { stamp } from './writer.ts';

/** Writes the next ending of the grant, then its entry. A lost race costs the number, not the ending. */
export async function writeEnding(opened: Opened, wanted: NewEnding): Promise<Ending> {
  const { store, writer, genesis } = opened;
  const { grant, kind, blobs = [] } = wanted;
  await expectSoundLog(opened);
  for (;;) {
    const keys = await store.list(`endings/${grant}/`);
    const ending: Ending = {
      v: 'breakglass/ending/1',
      log: genesis.log,
      target: genesis.target,
      grant,
      n: nextNumber(groupKeys(keys).get(grant)?.endings ?? []),
      kind,
      why: redacted(wanted.why),
      by: writer.actor,
      at: stamp(writer),
      evidence: redacted(wanted.evidence),
    };
    const key = keyOf({ kind: 'ending', grant, n: ending.n, ending: kind });
    const written = await writeRecord(store, key, recordBytes('ending', ending));
    if (written.state === 'conflict') continue;
    await appendEntry(opened, { kind, grant, records: [written.reference], blobs });
    return ending;
  }
}
