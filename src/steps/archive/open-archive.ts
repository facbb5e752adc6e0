/** Opens the archive of a target: it must have a beginning, and be that target's. */
import { keyOf } from '../../archive/keys.ts';
import type { Entry, Genesis } from '../../archive/records.ts';
import { readRecord } from '../../archive/schemas.ts';
import { sha256 } from '../../grant/canonical.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem, Result } from '../../problem/problem.ts';
import { appendEntry } from './append-entry.ts';
import type { Archive, KnownRecords } from './archive.ts';
import { logMissing } from './log-missing.ts';
import { inTurn, newLogWindow } from './log-window.ts';
import type { Opened } from './open.ts';
import { readApplied } from './read-applied.ts';
import { lastTrusted, readGrantsById, readUnfinished } from './read-records.ts';
import { writeAbandoned, writeEnding } from './write-ending.ts';
import { writeBlob } from './write-record.ts';
import { writeTrusted, writeWarrant } from './write-warrant.ts';
import type { Writer } from './writer.ts';

/** What the caller knows of the archive that it means; the target always. */
export type Expected = Pick<Genesis, 'target'> &
  Partial<Pick<Genesis, 'account' | 'region' | 'endpoint'>> & {
    /** Where it was found. */
    readonly kind?: Genesis['archive']['kind'];
  };

/** Refused when the place is empty (BG0801) or belongs to something else (BG0802). */
export async function openArchive(
  store: Store,
  writer: Writer,
  expected: Expected,
): Promise<Result<Archive>> {
  const genesis = await readGenesis(store, expected);
  if (!genesis.ok) return genesis;
  return {
    ok: true,
    value: archiveOf({ store, writer, genesis: genesis.value, window: newLogWindow(genesis.value.log) }),
  };
}

/** Genesis alone, for those who only read. */
export async function readGenesis(store: Store, expected?: Expected): Promise<Result<Genesis>> {
  const key = keyOf({ kind: 'genesis' });
  const bytes = await store.get(key);
  if (bytes === undefined) return refused('BG0801', `${store.place} is not an archive: it has no ${key}`);
  const read = readRecord('genesis', bytes);
  if (!read.ok) throw unreadable(`${store.place}: ${key}: ${read.why}`);
  const foreign = differing(read.value, expected);
  if (foreign !== undefined) return refused('BG0802', `${store.place} is the archive of ${foreign}`);
  const first = await firstEntry(store);
  if (first === undefined) {
    return refused('BG0801', `${store.place} has no log: its making broke off, or its log was deleted`);
  }
  if (first.log !== read.value.log || !names(first, key, sha256(bytes))) {
    return refused('BG0802', `${store.place}: its log did not begin with its ${key}`);
  }
  return { ok: true, value: read.value };
}

/**
 * For those who look at an archive whatever has become of it: throws only where the place is empty, or is another
 * target's archive. What else is wrong is for verification to say.
 */
export async function demandArchiveOf(store: Store, target: string): Promise<void> {
  const bytes = await store.get(keyOf({ kind: 'genesis' }));
  const read = bytes && readRecord('genesis', bytes);
  const foreign = read?.ok === true ? differing(read.value, { target }) : undefined;
  if (foreign !== undefined) throw refusal('BG0802', `${store.place} is the archive of ${foreign}`);
  if (bytes === undefined && (await store.list('')).length === 0) {
    throw refusal('BG0801', `${store.place} is not an archive: it is empty`);
  }
}

/** The archive as the steps use it. */
export function archiveOf(opened: Opened): Archive {
  return {
    genesis: opened.genesis,
    unfinished: () => unfinished(opened),
    of: (grant) => recordsOf(opened, grant),
    applied: (warrants) => inTurn(opened.window, () => readApplied(opened.store, opened.window, warrants)),
    lastTrusted: () => lastTrusted(opened),
    trust: (commit, files) => writeTrusted(opened, commit, files),
    keep: (blobs) => Promise.all(blobs.map((blob) => writeBlob(opened.store, blob))),
    writeWarrant: (warrant, blobs) => writeWarrant(opened, warrant, blobs),
    writeEnding: (ending) => writeEnding(opened, ending),
    abandon: (warrant, says) => writeAbandoned(opened, warrant, says),
    log: async (entry) => void (await appendEntry(opened, entry)),
    logMissing: (known) => logMissing(opened, known),
  };
}

/** What is known of an archive that could not be read. */
export function nothingKnown(outage: string): KnownRecords {
  return { grants: new Map(), unreadable: new Map(), ended: new Set(), keys: new Map(), outage };
}

/** An archive that does not answer is an answer here: ending goes on without it. */
async function unfinished(opened: Opened): ReturnType<Archive['unfinished']> {
  try {
    return { ...(await readUnfinished(opened)), outage: undefined };
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    return nothingKnown(error.message);
  }
}

async function recordsOf(opened: Opened, grant: string): ReturnType<Archive['of']> {
  const { grants, unreadable } = await readGrantsById(opened, [grant]);
  const reason = unreadable.get(grant);
  if (reason !== undefined) throw new Outage(`${opened.store.place}: ${reason}`, { code: 'BG0805' });
  return grants.get(grant) ?? { warrants: [], endings: [] };
}

async function firstEntry(store: Store): Promise<Entry | undefined> {
  const bytes = await store.get(keyOf({ kind: 'entry', seq: 0 }));
  const read = bytes && readRecord('entry', bytes);
  if (read?.ok === false) throw unreadable(`${store.place}: the first entry: ${read.why}`);
  return read?.value;
}

function names(entry: Entry, key: string, digest: string): boolean {
  return entry.records.some((record) => record.key === key && record.sha256 === digest);
}

function differing(genesis: Genesis, expected: Expected | undefined): string | undefined {
  for (const name of ['target', 'account', 'region', 'endpoint'] as const) {
    const wanted = expected?.[name];
    if (wanted !== undefined && wanted !== genesis[name]) {
      return `${name} ${String(genesis[name])}, not ${String(wanted)}`;
    }
  }
  const { kind } = genesis.archive;
  if (expected?.kind !== undefined && expected.kind !== kind) return `${kind}, and lies elsewhere`;
  // Whoever owns a folder can rewrite it: it justifies nothing in a real account.
  if (expected?.kind === 'directory' && genesis.endpoint === null)
    return 'AWS itself, which is never in a folder';
  return undefined;
}

function unreadable(message: string): Outage {
  const hint =
    'compare it with another copy of the archive; `breakglass archive verify` says what else was changed';
  return new Outage(message, { code: 'BG0817', hint });
}

const hints = {
  BG0801: 'see whether this is the right folder, and whether all of it is there; nothing was changed',
  BG0802: 'see which archive lies there, and which target was meant; nothing was changed',
} as const;

function refused(code: keyof typeof hints, message: string): { ok: false; problems: Problem[] } {
  return { ok: false, problems: [{ code, severity: 'error', message, hint: hints[code] }] };
}

function refusal(code: keyof typeof hints, message: string): Outage {
  return new Outage(message, { code, hint: hints[code] });
}
