/**
 * The end of the log as one process knows it: an unbroken run of entries up to the head, grown
 * forwards when others append and backwards when something older is looked for.
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

/** What is kept of an entry. `about` undefined where the bytes are none: the chain goes on over them. */
export type Line = {
  readonly seq: number;
  readonly sha256: Sha256;
  readonly about: (Pick<Entry, 'kind' | 'grant' | 'records'> & { readonly at: Instant }) | undefined;
};

export type LogWindow = {
  /** Ascending by number, without gaps; the last is the head. */
  lines: Line[];
  /** Appends of one process go one after another: they would only race each other. */
  queue: Promise<unknown>;
};

export function newLogWindow(): LogWindow {
  return { lines: [], queue: Promise.resolve() };
}

export function headOf(window: LogWindow): Head | null {
  const last = window.lines.at(-1);
  return last === undefined ? null : { seq: last.seq, sha256: last.sha256 };
}

/** Reads on from the last known entry; lists the log when none is known. */
export async function catchUp(store: Store, window: LogWindow): Promise<void> {
  if (window.lines.length === 0) {
    const last = lastSeq(await store.list('log/'));
    if (last === undefined) return;
    window.lines.push(await lineAt(store, last));
  }
  for (;;) {
    const seq = (window.lines.at(-1)?.seq ?? -1) + 1;
    const bytes = await store.get(entryKey(seq));
    if (bytes === undefined) return;
    window.lines.push(lineOf(seq, bytes));
  }
}

/**
 * The lines from the head backwards, for as long as the caller goes on asking; older ones are
 * fetched as they are needed. The caller has caught up.
 */
export async function* backwards(store: Store, window: LogWindow): AsyncGenerator<Line> {
  let seq = window.lines.at(-1)?.seq ?? -1;
  for (; seq >= 0; seq -= 1) {
    if (seq < (window.lines[0]?.seq ?? 0)) await extendBack(store, window);
    const line = window.lines[seq - (window.lines[0]?.seq ?? 0)];
    if (line !== undefined) yield line;
  }
}

/** Takes in an entry that was just written. */
export function addLine(window: LogWindow, line: Line): void {
  if (line.seq === (window.lines.at(-1)?.seq ?? -1) + 1) window.lines.push(line);
}

export function lineOf(seq: number, bytes: Uint8Array): Line {
  const read = readRecord('entry', bytes);
  if (!read.ok) return { seq, sha256: sha256(bytes), about: undefined };
  const { kind, grant, records } = read.value;
  return { seq, sha256: sha256(bytes), about: { kind, grant, records, at: at(read.value.at) } };
}

async function extendBack(store: Store, window: LogWindow): Promise<void> {
  const first = window.lines[0]?.seq ?? 0;
  const from = Math.max(0, first - widest);
  const keys = Array.from({ length: first - from }, (_, index) => entryKey(from + index));
  const older: Line[] = [];
  for await (const { bytes } of inFlight(store, keys)) {
    older.push(lineOf(from + older.length, bytes ?? new Uint8Array()));
  }
  window.lines = [...older, ...window.lines];
}

async function lineAt(store: Store, seq: number): Promise<Line> {
  const key = entryKey(seq);
  const bytes = await store.get(key);
  if (bytes === undefined) throw new Outage(`${store.place}: ${key} is listed, but it is not there`);
  return lineOf(seq, bytes);
}

function lastSeq(keys: readonly string[]): number | undefined {
  const last = keys.findLast((key) => parseKey(key)?.kind === 'entry');
  const parsed = last === undefined ? undefined : parseKey(last);
  return parsed?.kind === 'entry' ? parsed.seq : undefined;
}
