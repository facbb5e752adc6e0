/** Ids as people type them: whole, or any beginning or part that fits only one. */
import { suggest } from '../grant/suggest.ts';
import { Outage } from '../problem/outage.ts';

/** The entries that were meant, in the order of asking. Throws with a suggestion; never guesses. */
export function chooseIds<T>(
  asked: readonly string[],
  entries: readonly T[],
  idOf: (entry: T) => string,
): T[] {
  return asked.map((text) => {
    const exact = entries.find((entry) => idOf(entry) === text);
    const near = entries.filter((entry) => idOf(entry).includes(text));
    const [only] = near;
    if (exact ?? (near.length === 1 && only)) return exact ?? (only as T);
    throw unclear(text, near.map(idOf), entries.map(idOf));
  });
}

function unclear(text: string, near: readonly string[], all: readonly string[]): Outage {
  if (near.length > 1) {
    return new Outage(`\`${text}\` fits ${near.length} grants`, {
      hint: `one of: ${near.slice(0, 8).join(', ')}`,
    });
  }
  const guess = suggest(text, all);
  const hint = guess === undefined ? 'see `breakglass status`' : `did you mean \`${guess}\`?`;
  return new Outage(`no grant \`${text}\``, { hint });
}
