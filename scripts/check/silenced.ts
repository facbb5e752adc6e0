/** A rule of the house that a comment switches off is no rule. Tests may say why they need to. */
import { readFile } from 'node:fs/promises';
import type { Report } from './guards.ts';

const comment = /biome-ignore|@ts-ignore|@ts-nocheck|@ts-expect-error|@lintignore|@public/;

/** Its rules are about form, and the reader of a comment can judge it. */
const lenient = /^(scripts|test)\//;

export async function silenced(files: readonly string[]): Promise<Report> {
  const strict = files.filter((file) => !lenient.test(file));
  const found = (await Promise.all(strict.map(commentsIn))).flat();
  return {
    clean: found.length === 0,
    saw: `${strict.length} files`,
    unseen: [],
    text: found.join('\n'),
  };
}

async function commentsIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    const [word] = comment.exec(line) ?? [];
    return word === undefined
      ? []
      : [`${file}:${index + 1}: ${word} switches a check off: mend the code instead`];
  });
}
