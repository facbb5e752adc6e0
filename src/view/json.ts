/** JSON for a pipe or a terminal: what a terminal could obey or hide is escaped, so the value stays the same. */
import { unsafe } from './safe.ts';

export function jsonText(value: unknown): string {
  const lines = JSON.stringify(value, undefined, 2).split('\n');
  return `${lines.map((line) => line.replace(unsafe, escaped)).join('\n')}\n`;
}

/** A character beyond the first plane takes two escapes. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
