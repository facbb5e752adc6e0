/**
 * Each folder of test/cases/read is one situation: the files of a repository and `expect.txt`, what
 * `breakglass validate` would print.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../src/grant/read/read.ts';
import { readCodes } from '../../src/problem/codes/read.ts';
import { renderProblems } from '../../src/view/problems.ts';
import { filesIn, namesOf } from '../situations/repository.ts';

const root = join(import.meta.dirname, 'read');
const situations = namesOf(root);
const filesOf = (situation: string) => filesIn(join(root, situation));

describe('reading', () => {
  test.each(situations)('%s', async (situation) => {
    const { problems, written } = readFiles(filesOf(situation));
    await expect(`${renderProblems(problems, { colour: false })}\n`).toMatchFileSnapshot(
      join(root, situation, 'expect.txt'),
    );
    const broken = new Set(problems.map(({ place }) => place?.file));
    expect(new Set(written.broken.map(({ file }) => file))).toEqual(broken);
    const all = [...written.grants, ...written.playbooks, ...written.estates, ...written.locks];
    expect(all.filter(({ file }) => broken.has(file))).toEqual([]);
  });

  test('no two situations have the same outcome', () => {
    const outcomes = situations.map((situation) => {
      const { problems } = readFiles(filesOf(situation));
      return problems
        .map(({ code, message, label, hint }) => [code, message, label, hint].join(' '))
        .join('\n');
    });
    const twice = situations.filter((_, index) => outcomes.indexOf(outcomes[index] ?? '') !== index);
    expect(twice).toEqual([]);
  });

  test('every code has a situation', () => {
    const seen = situations.flatMap((situation) =>
      readFiles(filesOf(situation)).problems.map(({ code }) => code),
    );
    expect(Object.keys(readCodes).filter((code) => !seen.some((each) => each === code))).toEqual([]);
  });

  test('any order of the files gives the same answer', () => {
    const files = filesOf('many-problems-many-files');
    expect(readFiles([...files].reverse()).problems).toEqual(readFiles(files).problems);
  });
});
