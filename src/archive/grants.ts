/**
 * What has become of a grant, from the numbers and kinds of its records: the keys alone say it, so
 * that a grant that is finished costs no read. An archive holds thousands of those and a handful of others.
 */
import { type Key, parseKey } from './keys.ts';
import type { EndingKind } from './records.ts';

export type WarrantKey = Extract<Key, { kind: 'warrant' }>;
export type EndingKey = Extract<Key, { kind: 'ending' }>;

/** The records of one grant, each list ascending by number. */
export type GrantKeys = {
  readonly warrants: readonly WarrantKey[];
  readonly endings: readonly EndingKey[];
  /** Keys below the grant's folders that are none of an archive. */
  readonly strange: readonly string[];
};

/**
 * `none`: no record. `open`: its last warrant counts. `abandoned`: nothing came of any of its
 * warrants, and the same file may be opened anew. `taken`: it had its life.
 */
export type Stand = 'none' | 'open' | 'abandoned' | 'taken';

type Numbered = { readonly n: number };
type Taking = Numbered & { readonly kind: EndingKind };

/**
 * The one rule of attempts: the ending `<n>-abandoned` takes warrant n and no other; an ending of
 * any other kind takes the grant, for good. So does one that names a warrant that nobody wrote.
 */
export function standOf(warrants: readonly Numbered[], endings: readonly Taking[]): Stand {
  if (warrants.length + endings.length === 0) return 'none';
  if (endings.some(({ kind, n }) => kind !== 'abandoned' || n >= warrants.length)) return 'taken';
  return warrants.every(({ n }) => endings.some((ending) => ending.n === n)) ? 'abandoned' : 'open';
}

/** Does this warrant open its grant? Else it moves the end of one that is open. */
export function isOpening({ n }: Numbered, endings: readonly Taking[]): boolean {
  return n === 0 || endings.some(({ kind, n: taken }) => kind === 'abandoned' && taken === n - 1);
}

type Growing = { warrants: WarrantKey[]; endings: EndingKey[]; strange: string[] };

/** By grant; `keys` are those below `warrants/` and `endings/`. */
export function groupKeys(keys: readonly string[]): Map<string, GrantKeys> {
  const groups = new Map<string, Growing>();
  for (const text of keys) {
    const key = parseKey(text);
    if (key?.kind === 'warrant') groupOf(groups, key.grant).warrants.push(key);
    else if (key?.kind === 'ending') groupOf(groups, key.grant).endings.push(key);
    else groupOf(groups, text.split('/')[1] ?? text).strange.push(text);
  }
  for (const { warrants, endings } of groups.values()) {
    warrants.sort((a, b) => a.n - b.n);
    endings.sort((a, b) => a.n - b.n);
  }
  return groups;
}

/** The endings of a grant as their keys tell them. */
export function kindsOf({ endings }: Pick<GrantKeys, 'endings'>): Taking[] {
  return endings.map(({ n, ending }) => ({ n, kind: ending }));
}

/**
 * Closed, and nothing left to do: the removal of the denied role is recorded after `closed`, and a
 * grant without a warrant has nothing to remove. Of an abandoned one nothing ever stood. A `closed` that somebody forged hides nothing:
 * what stands is listed as well, and what stands without a live warrant is over.
 */
export function isFinished(keys: GrantKeys): boolean {
  const { warrants, endings, strange } = keys;
  if (strange.length > 0) return false;
  if (standOf(warrants, kindsOf(keys)) === 'abandoned') return true;
  const closed = endings.findLast(({ ending }) => ending === 'closed');
  if (closed === undefined) return false;
  const later = endings.filter(({ n }) => n > closed.n).map(({ ending }) => ending);
  return !later.includes('residual') && (warrants.length === 0 || later.includes('removed'));
}

/** Why the keys of a grant cannot be all that there were; undefined when nothing is missing between them. */
export function keysFault({ warrants, endings, strange }: GrantKeys): string | undefined {
  const [odd] = strange;
  if (odd !== undefined) return `${odd} is not a key of an archive`;
  return gap('warrant', warrants) ?? gap('ending', endings);
}

/** The number that the next record of its kind has. */
export function nextNumber(keys: readonly { readonly n: number }[]): number {
  return keys.reduce((next, { n }) => Math.max(next, n + 1), 0);
}

/** Two endings may have one number: two runs wrote them at the same time. */
function gap(what: string, keys: readonly { readonly n: number }[]): string | undefined {
  const numbers = new Set(keys.map(({ n }) => n));
  const missing = Array.from({ length: nextNumber(keys) }, (_, n) => n).find((n) => !numbers.has(n));
  return missing === undefined ? undefined : `its ${what} ${missing} is missing, later ones are there`;
}

function groupOf(groups: Map<string, Growing>, grant: string): Growing {
  const known = groups.get(grant);
  if (known !== undefined) return known;
  const group: Growing = { warrants: [], endings: [], strange: [] };
  groups.set(grant, group);
  return group;
}
