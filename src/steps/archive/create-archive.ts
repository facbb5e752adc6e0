/** The beginning of an archive: genesis, its entry, and the first trusted commit. */
import { keyOf } from '../../archive/keys.ts';
import type { Genesis, Trusted } from '../../archive/records.ts';
import { readRecord, recordBytes } from '../../archive/schemas.ts';
import { sha256 } from '../../grant/canonical.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem, Result } from '../../problem/problem.ts';
import { appendEntry } from './append-entry.ts';
import type { Archive } from './archive.ts';
import { logMissing } from './log-missing.ts';
import { newLogWindow } from './log-window.ts';
import type { Opened } from './open.ts';
import { archiveOf } from './open-archive.ts';
import { lastTrusted } from './read-records.ts';
import { writeRecord } from './write-record.ts';
import { writeTrusted } from './write-warrant.ts';
import { stamp, type Writer } from './writer.ts';

export type Beginning = Omit<Genesis, 'v' | 'at'> & Pick<Trusted, 'commit' | 'files'>;

const key = keyOf({ kind: 'genesis' });

/**
 * Makes the archive, or finishes the making of one that broke off. Refused when the place holds an
 * archive of something else; the log id of one that is there stays.
 */
export async function createArchive(
  store: Store,
  writer: Writer,
  beginning: Beginning,
): Promise<Result<Archive>> {
  const genesis = await writeGenesis(store, writer, beginning);
  if (!genesis.ok) return genesis;
  const opened: Opened = { store, writer, genesis: genesis.value, window: newLogWindow(genesis.value.log) };
  await appendGenesis(opened);
  if ((await lastTrusted(opened)) === undefined) {
    await writeTrusted(opened, beginning.commit, beginning.files);
  } else await logMissing(opened);
  return { ok: true, value: archiveOf(opened) };
}

async function writeGenesis(store: Store, writer: Writer, beginning: Beginning): Promise<Result<Genesis>> {
  const { log, target, account, region, state, archive, endpoint } = beginning;
  const genesis: Genesis = {
    v: 'breakglass/genesis/1',
    log,
    target,
    account,
    region,
    state,
    archive,
    endpoint,
    at: stamp(writer),
  };
  const written = await writeRecord(store, key, recordBytes('genesis', genesis));
  if (written.state === 'written') return { ok: true, value: genesis };
  const stored = readRecord('genesis', written.stored);
  if (!stored.ok) throw new Outage(`${store.place}: ${key}: ${stored.why}`, { code: 'BG0817' });
  const differences = differing(stored.value, genesis);
  return differences.length === 0
    ? { ok: true, value: stored.value }
    : { ok: false, problems: [taken(store, differences)] };
}

/** The first entry of all; another run may have written it, or begun to. */
async function appendGenesis(opened: Opened): Promise<void> {
  if ((await opened.store.get(keyOf({ kind: 'entry', seq: 0 }))) !== undefined) return;
  const reference = { key, sha256: sha256(recordBytes('genesis', opened.genesis)) };
  await appendEntry(opened, { kind: 'genesis', grant: null, records: [reference] });
}

function differing(stored: Genesis, wanted: Genesis): string[] {
  const names = ['target', 'account', 'region', 'endpoint'] as const;
  const values = names.filter((name) => stored[name] !== wanted[name]);
  return [
    ...values.map((name) => `${name} ${String(stored[name])}, not ${String(wanted[name])}`),
    ...(['state', 'archive'] as const)
      .filter((name) => stored[name].kind !== wanted[name].kind)
      .map((name) => `${name} ${stored[name].kind}, not ${wanted[name].kind}`),
  ];
}

function taken(store: Store, differences: readonly string[]): Problem {
  return {
    code: 'BG0803',
    severity: 'error',
    message: `${store.place} is already the archive of ${differences.join(', ')}`,
    hint: 'Use another place for the new target.',
  };
}
