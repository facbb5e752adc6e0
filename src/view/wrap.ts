import { widthOf } from './width.ts';

/**
 * Breaks prose into lines at spaces. A word is never broken and nothing is lost: a path or an id
 * that is wider than the terminal stands on a line of its own.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || widthOf(last) + 1 + widthOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The text behind `head`, its further lines below its first; under `head` where there is too little room for it. */
export function hang(head: string, text: string, width: number): string[] {
  const room = width - head.length;
  if (room >= narrowest || widthOf(text) <= room) {
    const [first = '', ...rest] = wrap(text, room);
    return [`${head}${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(head.length)}${line}`)];
  }
  const indent = ' '.repeat(head.length - head.trimStart().length + 4);
  return [head.trimEnd(), ...wrap(text, width - indent.length).map((line) => `${indent}${line}`)];
}

/** Prose in a narrower column is harder to read than prose below its label. */
const narrowest = 30;
