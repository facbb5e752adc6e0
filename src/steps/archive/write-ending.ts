/** Endings: what takes. Any number of runs may write them for one grant at the same time. */
import { groupKeys, nextNumber } from '../../archive/grants.ts';
import { keyOf } from '../../archive/keys.ts';
import type { Ending, Warrant } from '../../archive/records.ts';
import { redacted } from '../../archive/redact.ts';
import { recordBytes } from '../../archive/schemas.ts';
import { appendEntry, expectSoundLog } from './append-entry.ts';
import type { NewEnding } from './archive.ts';
import type { Opened } from './open.ts';
import { writeRecord } from './write-record.ts';
import { stamp } from './writer.ts';

/** Writes the next ending of the grant, then its entry. A lost race costs the number, not the ending. */
export async function writeEnding(opened: Opened, wanted: NewEnding): Promise<Ending> {
  await expectSoundLog(opened);
  for (;;) {
    const keys = await opened.store.list(`endings/${wanted.grant}/`);
    const n = nextNumber(groupKeys(keys).get(wanted.grant)?.endings ?? []);
    const ending = await writeNumbered(opened, wanted, n);
    if (ending !== undefined) return ending;
  }
}

/** Takes this warrant and no other: the number says which. Another run that did so has done it. */
export async function writeAbandoned(
  opened: Opened,
  { grant, n }: Pick<Warrant, 'grant' | 'n'>,
  { why, evidence }: Pick<NewEnding, 'why' | 'evidence'>,
): Promise<void> {
  await expectSoundLog(opened);
  await writeNumbered(opened, { grant, kind: 'abandoned', why, evidence }, n);
}

/** Undefined when the key is taken. */
async function writeNumbered(opened: Opened, wanted: NewEnding, n: number): Promise<Ending | undefined> {
  const { store, writer, genesis } = opened;
  const { grant, kind, blobs = [] } = wanted;
  const ending: Ending = {
    v: 'breakglass/ending/1',
    log: genesis.log,
    target: genesis.target,
    grant,
    n,
    kind,
    why: redacted(wanted.why),
    by: writer.actor,
    at: stamp(writer),
    evidence: redacted(wanted.evidence),
  };
  const key = keyOf({ kind: 'ending', grant, n, ending: kind });
  const written = await writeRecord(store, key, recordBytes('ending', ending));
  if (written.state === 'conflict') return undefined;
  await appendEntry(opened, { kind, grant, records: [written.reference], blobs });
  return ending;
}
