/**
 * The keys of an archive's objects, both ways. A key that does not read back to itself is none:
 * two spellings of one key would be two objects for one record.
 */
import type { EndingKind } from './records.ts';

export type Key =
  | { readonly kind: 'genesis' }
  | { readonly kind: 'trusted'; readonly n: number }
  | { readonly kind: 'warrant'; readonly grant: string; readonly n: number }
  | { readonly kind: 'ending'; readonly grant: string; readonly n: number; readonly ending: EndingKind }
  | { readonly kind: 'entry'; readonly seq: number }
  | { readonly kind: 'blob'; readonly hex: string };

/** Everything that an entry can name. */
export type ObjectKey = Exclude<Key, { kind: 'entry' }>;

/** Twelve digits sort as text like numbers, and outlast a thousand entries a second for thirty years. */
const seqDigits = 12;

const form = {
  trusted: /^trusted\/(0|[1-9]\d{0,5})\.json$/,
  warrant: /^warrants\/(\d{4}-\d{2}-\d{2}-[a-z0-9-]{1,37})\/(0|[1-9]\d{0,5})\.json$/,
  ending:
    /^endings\/(\d{4}-\d{2}-\d{2}-[a-z0-9-]{1,37})\/(0|[1-9]\d{0,5})-(revoked|cut|abandoned|removed|closed|residual)\.json$/,
  entry: /^log\/(\d{12})\.json$/,
  blob: /^blob\/sha256\/([0-9a-f]{64})$/,
};

export function keyOf(key: Key): string {
  switch (key.kind) {
    case 'genesis':
      return 'genesis.json';
    case 'trusted':
      return `trusted/${key.n}.json`;
    case 'warrant':
      return `warrants/${key.grant}/${key.n}.json`;
    case 'ending':
      return `endings/${key.grant}/${key.n}-${key.ending}.json`;
    case 'entry':
      return `log/${String(key.seq).padStart(seqDigits, '0')}.json`;
    case 'blob':
      return `blob/sha256/${key.hex}`;
  }
}

export function entryKey(seq: number): string {
  return keyOf({ kind: 'entry', seq });
}

/** `blob/sha256/<hex>` of a `sha256:<hex>`. */
export function blobKey(digest: `sha256:${string}`): string {
  return keyOf({ kind: 'blob', hex: digest.slice('sha256:'.length) });
}

/** Undefined for everything that `keyOf` does not write. */
export function parseKey(text: string): Key | undefined {
  if (text === 'genesis.json') return { kind: 'genesis' };
  const folder = text.slice(0, text.indexOf('/') + 1);
  return parsers[folder]?.(text);
}

/** Genesis, the log, records, then blobs: what names an object comes before it. Nothing else is read. */
export function readingOrder(keys: readonly string[]): string[] {
  const rank = (key: string) =>
    key === 'genesis.json' ? 0 : key.startsWith('log/') ? 1 : key.startsWith('blob/') ? 3 : 2;
  const known = keys.filter((key) => parseKey(key) !== undefined);
  return known.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}

const parsers: { readonly [folder: string]: (text: string) => Key | undefined } = {
  'trusted/': (text) => {
    const [, n] = form.trusted.exec(text) ?? [];
    return n === undefined ? undefined : { kind: 'trusted', n: Number(n) };
  },
  'warrants/': (text) => {
    const [, grant, n] = form.warrant.exec(text) ?? [];
    return grant === undefined ? undefined : { kind: 'warrant', grant, n: Number(n) };
  },
  'endings/': (text) => {
    const [, grant, n, ending] = form.ending.exec(text) ?? [];
    // The expression lists exactly the kinds of endings.
    return grant === undefined
      ? undefined
      : { kind: 'ending', grant, n: Number(n), ending: ending as EndingKind };
  },
  'log/': (text) => {
    const [, seq] = form.entry.exec(text) ?? [];
    return seq === undefined ? undefined : { kind: 'entry', seq: Number(seq) };
  },
  'blob/': (text) => {
    const [, hex] = form.blob.exec(text) ?? [];
    return hex === undefined ? undefined : { kind: 'blob', hex };
  },
};
