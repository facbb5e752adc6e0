/** Ids as people type them: whole, or any part that fits only one. */
import { suggest } from '../grant/suggest.ts';
import type { SourceFile } from '../grant/written.ts';
import { Outage } from '../problem/outage.ts';

/** The entries that were meant, each once, in the order of asking. Throws with a suggestion; never guesses. */
export function chooseIds<T>(
  asked: readonly string[],
  entries: readonly T[],
  idOf: (entry: T) => string,
): T[] {
  return [...new Set(asked.map((text) => chosen(text, entries, idOf)))];
}

/** Old grants pile up: a part of an id means one that is not past, unless none of those fits. */
export function meantIds(
  ids: readonly string[],
  current: readonly string[],
  all: readonly string[],
): string[] {
  const fits = (text: string) => !all.includes(text) && current.some((id) => id.includes(text));
  return ids.flatMap((text) => chooseIds([text], fits(text) ? current : all, (id) => id));
}

/** A grant is called as its file is, also where the file cannot be read. */
export function writtenIds(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => /^grants\/([^/]+)\.ya?ml$/.exec(path)?.[1] ?? []);
}

function chosen<T>(text: string, entries: readonly T[], idOf: (entry: T) => string): T {
  const exact = entries.find((entry) => idOf(entry) === text);
  if (exact !== undefined) return exact;
  const near = text === '' ? [] : entries.filter((entry) => idOf(entry).includes(text));
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  throw near.length > 1 ? ambiguous(text, near.map(idOf)) : unknown(text, entries.map(idOf));
}

function ambiguous(text: string, near: readonly string[]): Outage {
  return new Outage(`\`${text}\` fits ${near.length} grants`, { hint: `one of: ${listed(near)}` });
}

function unknown(text: string, all: readonly string[]): Outage {
  const guess = suggest(text, all) ?? suggest(text, all.flatMap(parts));
  const known = all.length === 0 ? 'there is no grant' : `there is: ${listed(all)}`;
  return new Outage(`no grant \`${text}\``, {
    hint: guess === undefined ? known : `did you mean \`${guess}\`?`,
  });
}

/** The words of an id: whoever types `abla` means the one that ends in `alba`. */
function parts(id: string): string[] {
  return id.split('-').filter((word) => !/^\d+$/.test(word));
}

/** The newest first: ids begin with their day. */
function listed(ids: readonly string[]): string {
  const shown = ids.toSorted().toReversed().slice(0, 8);
  return `${shown.join(', ')}${ids.length > shown.length ? `, and ${ids.length - shown.length} more` : ''}`;
}
