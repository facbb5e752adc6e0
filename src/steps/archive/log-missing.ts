/**
 * A run that broke off between a record and its entry leaves a record that the chain does not
 * protect. The next run logs it, in its own name: the record itself says who did it and when.
 */
import { entryKindOf } from '../../archive/entry.ts';
import { type GrantKeys, isFinished } from '../../archive/grants.ts';
import { ownKey } from '../../archive/named.ts';
import type { Ending, EntryKind, Trusted, Warrant } from '../../archive/records.ts';
import { canonical, sha256 } from '../../grant/canonical.ts';
import { at, day, dayOfId, hour, type Instant, plus } from '../../grant/lifetime.ts';
import { appendEntry } from './append-entry.ts';
import type { NewEntry } from './archive.ts';
import { backwards, catchUp } from './log-window.ts';
import type { Opened } from './open.ts';
import { lastTrusted, listGrants, readGrants } from './read-records.ts';
import { correctedNow } from './writer.ts';

/** A grant lives for days at most; one that is finished and older than this was looked at often enough. */
const recent = 7 * day;

/** By how much the clocks of the record's and the entry's writer may differ. */
const skew = hour;

type Candidate = { readonly at: Instant; readonly entry: NewEntry & Required<Pick<NewEntry, 'records'>> };

/** Returns how many entries it wrote; none in an archive that nobody left half done. */
export async function logMissing(opened: Opened): Promise<number> {
  const missing = await withoutEntry(opened, await candidates(opened));
  for (const { entry, at } of missing) await appendEntry(opened, entry, plus(at, -skew));
  return missing.length;
}

/** Records that may be without an entry, oldest first. */
async function candidates(opened: Opened): Promise<Candidate[]> {
  const since = plus(correctedNow(opened.writer), -recent);
  const groups = new Map<string, GrantKeys>();
  for (const [grant, keys] of await listGrants(opened.store)) {
    if (!isFinished(keys)) groups.set(grant, keys);
    else if ((dayOfId(grant) ?? since) >= since) groups.set(grant, lastOnly(keys));
  }
  const { grants } = await readGrants(opened, groups);
  const records = [...grants.values()].flatMap(({ warrants, endings }) =>
    [...warrants, ...endings].map((record) => candidate(record, entryKindOf(record, endings))),
  );
  const trusted = await lastTrusted(opened);
  // The walk back goes as far as the oldest candidate: an old trusted commit must not cost the whole log.
  const young = trusted !== undefined && at(trusted.at) >= since ? [candidate(trusted, 'trusted')] : [];
  return [...records, ...young].sort((a, b) => a.at - b.at);
}

/** All but the last record of a finished grant were looked at while it was not finished. */
function lastOnly(keys: GrantKeys): GrantKeys {
  return { warrants: [], endings: keys.endings.slice(-1), strange: [] };
}

function candidate(record: Warrant | Ending | Trusted, kind: EntryKind): Candidate {
  const reference = { key: ownKey(record), sha256: sha256(canonical(record)) };
  return {
    at: at(record.at),
    entry: { kind, grant: 'grant' in record ? record.grant : null, records: [reference] },
  };
}

/** Walks the log back until every candidate is found, or the entries are older than the oldest that is not. */
async function withoutEntry(opened: Opened, records: readonly Candidate[]): Promise<Candidate[]> {
  const pending = new Map(records.map((record) => [record.entry.records[0]?.key, record]));
  if (pending.size === 0) return [];
  await catchUp(opened.store, opened.window);
  for await (const { about } of backwards(opened.store, opened.window)) {
    for (const { key } of about?.records ?? []) pending.delete(key);
    const [oldest] = pending.values();
    if (oldest === undefined || (about !== undefined && about.at < plus(oldest.at, -skew))) break;
  }
  return [...pending.values()];
}
