/**
 * An archive with years behind it, written file by file: the program's own way to write makes every
 * object durable, which for a hundred thousand takes an hour. That it is one is proven by
 * `archive verify`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Ends, type Head, type StoryHead, seal } from '../../src/archive/entry.ts';
import { keyOf } from '../../src/archive/keys.ts';
import { ownKey } from '../../src/archive/named.ts';
import type { Draft, Genesis, RecordReference, Trusted } from '../../src/archive/records.ts';
import { recordBytes } from '../../src/archive/schemas.ts';
import { sha256 } from '../../src/grant/canonical.ts';
import { day, formatMillis, type Instant, plus } from '../../src/grant/lifetime.ts';
import { type Chance, chance } from './chance.ts';
import { home } from './repository.ts';
import { type Chapter, storyOf } from './stories.ts';

export type History = {
  readonly folder: string;
  readonly endpoint: string;
  readonly commit: string;
  /** Ids in the order in which they begin. `live` have no ending. */
  readonly finished: readonly string[];
  readonly live: readonly string[];
  readonly begin: Instant;
  readonly end: Instant;
  readonly seed: number;
};

/** Twenty a day, the last of them a fortnight ago: what is younger is looked at by every sweep. */
export function pastIds(now: Instant, count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const begin = plus(now, -(14 + Math.floor((count - 1 - n) / 20)) * day);
    return `${formatMillis(begin).slice(0, 10)}-orders-read-${String(n).padStart(5, '0')}`;
  });
}

const log = '6f1d2c9e0f0b4a539e0c1d7f5a2b8c44';

/** Returns the number of entries. */
export function writeHistory(history: History): number {
  const { folder, endpoint, commit, finished, live, seed } = history;
  const pen = penOf(history, finished.length * 10 + live.length * 3 + 2);
  const at = formatMillis(history.begin);
  const { target, account, region } = home;
  const genesis: Genesis = {
    ...{ v: 'breakglass/genesis/1', log, target, account, region },
    ...{ state: { kind: 'local' }, archive: { kind: 'directory' }, endpoint, at },
  };
  const trusted: Trusted = { v: 'breakglass/trusted/1', log, n: 0, commit, files: {}, proof: 'first', at };
  pen.write({
    kind: 'genesis',
    grant: null,
    records: [put(folder, keyOf({ kind: 'genesis' }), recordBytes('genesis', genesis))],
  });
  pen.write({
    kind: 'trusted',
    grant: null,
    records: [put(folder, ownKey(trusted), recordBytes('trusted', trusted))],
  });
  const context = { log, target, commit, put: (key: string, bytes: Uint8Array) => put(folder, key, bytes) };
  tell(
    finished.map((id) => storyOf(id, 'finished', context)),
    chance(seed),
    pen,
  );
  tell(
    live.map((id) => storyOf(id, 'live', context)),
    chance(seed),
    pen,
  );
  return pen.written();
}

/** Eight grants at a time, whose entries come between each other's. */
function tell(stories: readonly ((now: Instant) => Iterator<Chapter>)[], draw: Chance, pen: Pen): void {
  const waiting = [...stories].reverse();
  const open: Iterator<Chapter>[] = [];
  while (waiting.length + open.length > 0) {
    const next = open.length < 8 ? waiting.pop() : undefined;
    if (next) open.push(next(pen.now()));
    const at = draw(open.length);
    const chapter = open[at]?.next();
    if (chapter === undefined || chapter.done) open.splice(at, 1);
    else pen.write(chapter.value);
  }
}

type Pen = { write(chapter: Chapter): void; now(): Instant; written(): number };

/** Keeps the chain and every grant's story; time goes on evenly. */
function penOf({ folder, begin, end }: History, expected: number): Pen {
  const stories = new Map<string, StoryHead>();
  let head: Head | null = null;
  let count = 0;
  const now = () => plus(begin, Math.floor(((end - begin) * count) / expected));
  return {
    now,
    written: () => count,
    write(chapter) {
      const ends: Ends = { log, target: home.target, head, last: stories.get(chapter.grant ?? '') ?? null };
      const { key, bytes, entry, sha256: digest } = seal(draftOf(chapter, now()), ends);
      put(folder, key, bytes);
      head = { seq: entry.seq, sha256: digest };
      if (entry.grant) stories.set(entry.grant.id, { grantSeq: entry.grant.grantSeq, sha256: digest });
      count += 1;
    },
  };
}

function draftOf({ kind, grant, records = [], body = {}, blobs = [] }: Chapter, now: Instant): Draft {
  return {
    ...{ at: formatMillis(now), kind, grant, records, body, blobs },
    clock: { source: 'aws', offsetMs: 0, uncertaintyMs: 500 },
    actor: {
      kind: 'ci',
      id: 'arn:aws:sts::111122223333:assumed-role/apply/run-77',
      run: 'example/access#77',
    },
    tool: { name: 'breakglass', version: '0.1.0' },
  };
}

const made = new Set<string>();

function put(folder: string, key: string, bytes: Uint8Array): RecordReference {
  const file = join(folder, key);
  const parent = dirname(file);
  if (!made.has(parent)) mkdirSync(parent, { recursive: true });
  made.add(parent);
  writeFileSync(file, bytes);
  return { key, sha256: sha256(bytes) };
}
