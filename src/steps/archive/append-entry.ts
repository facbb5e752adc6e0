/**
 * Appends to the log beside other writers. The number, the chain and the story are made anew after
 * every lost race; an entry whose reply was lost is recognised by its bytes and not written twice.
 */
import { type Head, type SealedEntry, type StoryHead, seal } from '../../archive/entry.ts';
import type { Draft } from '../../archive/records.ts';
import { redacted } from '../../archive/redact.ts';
import { day, dayOfId, type Instant, minute, plus, second } from '../../grant/lifetime.ts';
import { Outage } from '../../problem/outage.ts';
import type { NewEntry } from './archive.ts';
import { addLine, backwards, catchUp, headOf, inTurn, type SoundLine } from './log-window.ts';
import type { Opened } from './open.ts';
import { correctedNow, stamp } from './writer.ts';

/** How long an append goes on after lost races. With a backoff of its size even a crowd gets through. */
const budget = 60 * second;
const longestBackoff = 250;

/** A record is logged right after it was written; clocks of two writers may differ by this. */
const logSoon = 5 * minute;

/**
 * The entry as it now stands in the log. When another run has logged the same records under the same
 * kind since `since` (default: five minutes ago), that entry is returned and nothing is written.
 */
export async function appendEntry(
  opened: Opened,
  entry: NewEntry,
  since: Instant = plus(correctedNow(opened.writer), -logSoon),
): Promise<Head> {
  return inTurn(opened.window, () => append(opened, entry, since));
}

/**
 * Before a record is written: throws (BG0807) when no entry could follow, for a record without one
 * would be believed and never proven.
 */
export async function expectSoundLog({ store, window }: Opened): Promise<void> {
  await inTurn(window, () => catchUp(store, window));
}

async function append(opened: Opened, wanted: NewEntry, since: Instant): Promise<Head> {
  const { store, window, writer } = opened;
  const began = writer.now();
  const entry = storyless(wanted, correctedNow(writer));
  for (let attempt = 1; ; attempt += 1) {
    await catchUp(store, window);
    const { logged, last } = await lookBack(opened, entry, since);
    if (logged !== undefined) return logged;
    const sealed = seal(draftOf(opened, entry), {
      log: opened.genesis.log,
      target: opened.genesis.target,
      head: headOf(window),
      last,
    });
    if (await isOurs(opened, sealed)) {
      addLine(window, sealed.entry.seq, sealed.bytes);
      return { seq: sealed.entry.seq, sha256: sealed.sha256 };
    }
    if (writer.now() - began > budget) throw crowded(opened, attempt);
    await writer.wait(backoff(opened, attempt));
  }
}

/**
 * An id that begins with a day to come has no story yet: its entries would lie before the day at
 * which the walk back stops, and the story would begin twice.
 */
function storyless(entry: NewEntry, now: Instant): NewEntry {
  if (entry.grant === null || floorOf(entry.grant) <= now) return entry;
  return { ...entry, grant: null, body: { ...entry.body, grant: entry.grant } };
}

/**
 * Is what now stands under the key what we wanted to write? Two runs of one actor that say the same
 * in the same millisecond share an entry; nothing is lost by that.
 */
async function isOurs({ store }: Opened, { key, bytes }: SealedEntry): Promise<boolean> {
  if ((await store.create(key, bytes)) === 'created') return true;
  const stored = await store.get(key);
  if (stored === undefined) throw new Outage(`${store.place}: ${key} exists, but it cannot be read`);
  return Buffer.compare(stored, bytes) === 0;
}

/**
 * Looks from the head back for the last entry of the grant, and for one that logs the same records.
 * No entry of a grant is older than the day in its id, so a new grant costs no walk to the beginning.
 */
async function lookBack(
  { store, window }: Opened,
  entry: NewEntry,
  since: Instant,
): Promise<{ logged: Head | undefined; last: StoryHead | null }> {
  const floor = floorOf(entry.grant);
  let last: StoryHead | null = null;
  for await (const line of backwards(store, window)) {
    if (logsTheSame(line, entry)) return { logged: { seq: line.seq, sha256: line.sha256 }, last };
    last ??= storyHeadOf(line, entry.grant);
    const written = line.about.at;
    const searched = entry.grant === null || last !== null || written < floor;
    if (searched && (!entry.records?.length || written < since)) break;
  }
  return { logged: undefined, last };
}

function floorOf(grant: string | null): number {
  const begin = grant === null ? undefined : dayOfId(grant);
  return begin === undefined ? Number.NEGATIVE_INFINITY : begin - day;
}

function logsTheSame({ about }: SoundLine, { kind, records = [] }: NewEntry): boolean {
  if (about.kind !== kind || records.length === 0) return false;
  return records.every(({ key, sha256 }) =>
    about.records.some((named) => named.key === key && named.sha256 === sha256),
  );
}

function storyHeadOf({ about, sha256 }: SoundLine, grant: string | null): StoryHead | null {
  if (grant === null || about.grant?.id !== grant) return null;
  return { grantSeq: about.grant.grantSeq, sha256 };
}

/** Dated at each attempt: an entry says when it was written, the records say when things happened. */
function draftOf({ writer }: Opened, entry: NewEntry): Draft {
  return {
    at: stamp(writer),
    clock: writer.clock,
    kind: entry.kind,
    grant: entry.grant,
    actor: writer.actor,
    tool: { name: 'breakglass', version: writer.toolVersion },
    records: entry.records ?? [],
    body: redacted(entry.body ?? {}),
    blobs: entry.blobs ?? [],
  };
}

function backoff({ writer }: Opened, attempt: number): number {
  const [byte = 0] = writer.random(1);
  return Math.ceil((Math.min(longestBackoff, 4 * 2 ** Math.min(attempt, 6)) * (byte + 1)) / 256);
}

function crowded({ store }: Opened, attempts: number): Outage {
  return new Outage(
    `${store.place}: ${attempts} attempts to append to the log were all overtaken by others`,
    {
      hint: 'Run the command again when fewer runs write to the archive.',
    },
  );
}
