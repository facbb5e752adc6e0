/** "Did you mean": the nearest of the names that exist. Shown, never acted upon. */
import { distance } from 'fastest-levenshtein';

/**
 * The candidate at most two edits away (one for words of up to three characters), the nearest
 * first, then the first in the alphabet; upper case and hyphens do not count. Undefined when none is near.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 200) return undefined;
  const most = word.length > 3 ? 2 : 1;
  const near = [...candidates]
    .map((candidate) => ({ candidate, edits: edits(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= most && edits < word.length && candidate !== word)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return near[0]?.candidate;
}

function edits(word: string, candidate: string): number {
  return plain(word) === plain(candidate) ? 0 : distance(word, candidate);
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}
