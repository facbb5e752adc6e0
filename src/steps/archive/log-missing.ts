/**
 * A run that broke off between a record and its entry leaves a record that the chain does not
 * protect. The next run logs it, in its own name and as late: the record itself says who did it and
 * when. A warrant whose request is not in the log was written by no run of ours, and is not logged.
 */
import { entryKindOf } from '../../archive/entry.ts';
import { type GrantKeys, isFinished } from '../../archive/grants.ts';
import { ownKey } from '../../archive/named.ts';
import type { Ending, EntryKind, Trusted, Warrant } from '../../archive/records.ts';
import { canonical, sha256 } from '../../grant/canonical.ts';
import { at, day, dayOfId, hour, type Instant, plus } from '../../grant/lifetime.ts';
import { Outage } from '../../problem/outage.ts';
import { appendEntry } from './append-entry.ts';
import type { KnownRecords, NewEntry } from './archive.ts';
import { backwards, catchUp, inTurn } from './log-window.ts';
import type { Opened } from './open.ts';
import { lastTrusted, readGrants, readUnfinished } from './read-records.ts';
import { correctedNow } from './writer.ts';

/** A grant lives for days at most; one that is finished and older than this was looked at often enough. */
const recent = 7 * day;

/** By how much the clocks of the record's and the entry's writer may differ. */
const skew = hour;

type Candidate = { readonly at: Instant; readonly entry: NewEntry & Required<Pick<NewEntry, 'records'>> };

/**
 * Writes nothing in an archive that nobody left half done. Throws an `Outage` in one that cannot be
 * continued (BG0807), or to which a warrant was added (BG0825).
 */
export async function logMissing(opened: Opened, known?: KnownRecords): Promise<void> {
  const records = await candidates(opened, known ?? (await readUnfinished(opened)));
  const { missing, added } = await inTurn(opened.window, () => withoutEntry(opened, records));
  for (const { entry, at } of missing) await appendEntry(opened, entry, plus(at, -skew));
  if (added.length > 0) throw addedTo(opened, added);
}

function addedTo({ store }: Opened, added: readonly Candidate[]): Outage {
  const keys = added.flatMap(({ entry }) => entry.records.map(({ key }) => key));
  return new Outage(
    `${store.place}: no run of ours wrote ${keys.join(', ')}: the log has no request for it`,
    {
      code: 'BG0825',
      hint: 'find out who could write to the archive; nothing is opened while it is there',
    },
  );
}

/** Records that may be without an entry, oldest first. */
async function candidates(
  opened: Opened,
  { grants, keys }: Pick<KnownRecords, 'grants' | 'keys'>,
): Promise<Candidate[]> {
  const since = plus(correctedNow(opened.writer), -recent);
  const young = [...keys].filter(([grant, one]) => isFinished(one) && (dayOfId(grant) ?? since) >= since);
  const finished = await readGrants(opened, new Map(young.map(([grant, one]) => [grant, lastOnly(one)])));
  const records = [...grants.values(), ...finished.grants.values()].flatMap(({ warrants, endings }) =>
    [...warrants, ...endings].map((record) => candidate(record, entryKindOf(record, endings))),
  );
  const trusted = await lastTrusted(opened);
  // The walk back goes as far as the oldest candidate: an old trusted commit must not cost the whole log.
  const commit = trusted !== undefined && at(trusted.at) >= since ? [candidate(trusted, 'trusted')] : [];
  return [...records, ...commit].sort((a, b) => a.at - b.at);
}

/** All but the last record of a finished grant were looked at while it was not finished. */
function lastOnly(keys: GrantKeys): GrantKeys {
  return { warrants: [], endings: keys.endings.slice(-1), strange: [] };
}

function candidate(record: Warrant | Ending | Trusted, kind: EntryKind): Candidate {
  const reference = { key: ownKey(record), sha256: sha256(canonical(record)) };
  return {
    at: at(record.at),
    entry: {
      kind,
      grant: 'grant' in record ? record.grant : null,
      records: [reference],
      body: { late: true },
    },
  };
}

/**
 * Walks the log back until every candidate is found, or the entries are older than the oldest that
 * is not. `apply` logs what was requested right before it writes the warrant that opens it.
 */
async function withoutEntry(
  { store, window }: Opened,
  records: readonly Candidate[],
): Promise<{ missing: Candidate[]; added: Candidate[] }> {
  const pending = new Map(records.map((record) => [record.entry.records[0]?.key, record]));
  if (pending.size === 0) return { missing: [], added: [] };
  const requested = new Set<string | undefined>();
  await catchUp(store, window);
  for await (const { about } of backwards(store, window)) {
    if (about.kind === 'requested') requested.add(about.grant?.id);
    for (const { key } of about.records) pending.delete(key);
    const [oldest] = pending.values();
    if (oldest === undefined || about.at < plus(oldest.at, -skew)) break;
  }
  const isAdded = ({ entry: { kind, grant } }: Candidate) =>
    kind === 'opening' && !requested.has(grant ?? '');
  const left = [...pending.values()];
  return { missing: left.filter((one) => !isAdded(one)), added: left.filter(isAdded) };
}
