/**
 * The end of the log as one process knows it: an unbroken run of entries up to the head, grown
 * forwards when others append and backwards when something older is looked for. Nothing is chained
 * onto what is no entry of this log: once the genuine entry is put back, the chain must fit again.
 */
import type { Head } from '../../archive/entry.ts';
import { entryKey, parseKey } from '../../archive/keys.ts';
import type { Entry, Sha256 } from '../../archive/records.ts';
import { readRecord } from '../../archive/schemas.ts';
import { sha256 } from '../../grant/canonical.ts';
import { at, type Instant } from '../../grant/lifetime.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { inFlight, widest } from './in-flight.ts';

/** What is kept of an entry; `about` is why it is none, where the bytes are none of this log. */
export type Line = {
  readonly seq: number;
  readonly sha256: Sha256;
  readonly prev: Sha256 | null;
  readonly about: About | string;
};

type About = Pick<Entry, 'kind' | 'grant' | 'records'> & { readonly at: Instant };

export type SoundLine = Line & { readonly about: About };

export type LogWindow = {
  /** Id of the log that its entries repeat. */
  readonly log: string;
  /** Ascending by number, without gaps; the last is the head. */
  lines: Line[];
  queue: Promise<unknown>;
};

export function newLogWindow(log: string): LogWindow {
  return { log, lines: [], queue: Promise.resolve() };
}

export function headOf(window: LogWindow): Head | null {
  const last = window.lines.at(-1);
  return last === undefined ? null : { seq: last.seq, sha256: last.sha256 };
}

/** One after another: appends and walks of one process share the window, and would only race each other. */
export function inTurn<T>(window: LogWindow, work: () => Promise<T>): Promise<T> {
  const turn = window.queue.then(work);
  window.queue = turn.catch(() => undefined);
  return turn;
}

/**
 * Reads on from the last known entry; lists the log when none is known. Throws an `Outage` (BG0807)
 * where the head is no entry of this log that follows the one before it.
 */
export async function catchUp(store: Store, window: LogWindow): Promise<void> {
  if (window.lines.length === 0) {
    const last = lastSeq(await store.list('log/'));
    if (last === undefined) return;
    const lines = await linesFrom(store, window, { from: Math.max(0, last - 1), last });
    for (const head of lines.slice(-1)) follows(store, head, lines.at(-2));
    window.lines = lines;
  }
  for (;;) {
    const seq = (window.lines.at(-1)?.seq ?? -1) + 1;
    const bytes = await store.get(entryKey(seq));
    if (bytes === undefined) return;
    const line = lineOf(window.log, seq, bytes);
    follows(store, line, window.lines.at(-1));
    window.lines.push(line);
  }
}

/**
 * The lines from the head backwards, for as long as the caller goes on asking; older ones are
 * fetched as they are needed. The caller has caught up. Throws (BG0807) at a line that is no entry.
 */
export async function* backwards(store: Store, window: LogWindow): AsyncGenerator<SoundLine> {
  let after: Line | undefined;
  for (let seq = window.lines.at(-1)?.seq ?? -1; seq >= 0; seq -= 1) {
    const first = window.lines[0]?.seq ?? 0;
    if (seq < first) {
      const range = { from: Math.max(0, first - widest), last: first - 1 };
      window.lines = [...(await linesFrom(store, window, range)), ...window.lines];
    }
    const line = window.lines[seq - (window.lines[0]?.seq ?? 0)];
    if (line === undefined) return;
    yield sound(store, line, after);
    after = line;
  }
}

/** Takes in an entry that was just written. */
export function addLine(window: LogWindow, seq: number, bytes: Uint8Array): void {
  if (seq === (window.lines.at(-1)?.seq ?? -1) + 1) window.lines.push(lineOf(window.log, seq, bytes));
}

async function linesFrom(
  store: Store,
  { log }: LogWindow,
  { from, last }: { readonly from: number; readonly last: number },
): Promise<Line[]> {
  const keys = Array.from({ length: last - from + 1 }, (_, index) => entryKey(from + index));
  const lines: Line[] = [];
  for await (const { bytes } of inFlight(store, keys)) lines.push(lineOf(log, from + lines.length, bytes));
  return lines;
}

function lineOf(log: string, seq: number, bytes: Uint8Array | undefined): Line {
  const digest = sha256(bytes ?? '');
  const none = (about: string): Line => ({ seq, sha256: digest, prev: null, about });
  if (bytes === undefined) return none('it is not there');
  const read = readRecord('entry', bytes);
  if (!read.ok) return none(read.why);
  const { kind, grant, records, prev } = read.value;
  if (read.value.log !== log) return none('it comes from another archive');
  if (read.value.seq !== seq) return none(`it is entry ${read.value.seq}`);
  if (seq === 0 && prev !== null) return none('it is the first entry and names one before it');
  return { seq, sha256: digest, prev, about: { kind, grant, records, at: at(read.value.at) } };
}

/** The line must be an entry that names the digest of the one before it. */
function follows(store: Store, head: Line, before: Line | undefined): void {
  sound(store, head, undefined);
  if (before === undefined || head.prev === before.sha256) return;
  const { seq, about } = before;
  throw damaged(store, seq, typeof about === 'string' ? about : `entry ${head.seq} names another digest`);
}

function sound(store: Store, line: Line, after: Line | undefined): SoundLine {
  const { about } = line;
  if (typeof about === 'string') throw damaged(store, line.seq, about);
  if (after !== undefined && after.prev !== line.sha256) {
    throw damaged(store, line.seq, `entry ${after.seq} names another digest`);
  }
  return { ...line, about };
}

function damaged(store: Store, seq: number, why: string): Outage {
  return new Outage(`${store.place}: ${entryKey(seq)}: ${why}; nothing is written after it`, {
    code: 'BG0807',
    hint: 'put the genuine object back; until then access still ends, and nothing is recorded or opened',
  });
}

function lastSeq(keys: readonly string[]): number | undefined {
  const last = keys.findLast((key) => parseKey(key)?.kind === 'entry');
  const parsed = last === undefined ? undefined : parseKey(last);
  return parsed?.kind === 'entry' ? parsed.seq : undefined;
}
