/**
 * Each folder of test/cases/rules is one situation of the example repository, and `expect.json` all
 * that is wrong in it. Where there is a clock, the dates of the sound grants are judged as well.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFiles } from '../../src/grant/check.ts';
import { checkDates } from '../../src/grant/rules/opening.ts';
import { resolveCodes } from '../../src/problem/codes/resolve.ts';
import { rulesCodes } from '../../src/problem/codes/rules.ts';
import { type Problem, sortProblems } from '../../src/problem/problem.ts';
import { exampleFiles, readSituation, type Situation } from '../situations/situation.ts';

const root = join(import.meta.dirname, 'rules');
const situations = readdirSync(root)
  .sort()
  .map((name) => {
    const situation = readSituation(join(root, name), ['expect.json']);
    return [name, { ...situation, ...judge(situation) }] as const;
  });

/** Codes of records: test/unit/steps/apply/choose.test.ts has them, of BG0335 test/unit/grant/explain. */
const elsewhere = ['BG0332', 'BG0333', 'BG0334', 'BG0335'];

describe('situations', () => {
  test.each(situations)('%s', async (name, { problems, sound }) => {
    const answer = { sound, problems: problems.map(told) };
    await expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(join(root, name, 'expect.json'));
  });

  test('every problem has a place and a remedy, and none speaks of values that are not there', () => {
    for (const { code, place, message, label, hint } of situations.flatMap(([, { problems }]) => problems)) {
      // A file with a wrong name is at fault as a whole.
      if (code !== 'BG0102') expect(place?.excerpt.slice((place.column ?? 0) - 1)).not.toBe('');
      expect([message, label, hint].join(' ')).not.toMatch(/undefined|\[object|``/);
      expect(message).not.toMatch(/\.$/);
      expect(hint, message).toBeDefined();
    }
  });

  test('no two have the same outcome and, where nothing is wrong, the same reason', () => {
    const outcomes = situations.map(([, { problems, why }]) =>
      problems.length === 0 ? why : JSON.stringify(problems.map(told)),
    );
    const twice = situations.filter((_, index) => outcomes.indexOf(outcomes[index] ?? '') !== index);
    expect(twice.map(([name]) => name)).toEqual([]);
  });

  test('every code has one', () => {
    const seen = new Set<string>(situations.flatMap(([, { problems }]) => problems.map(({ code }) => code)));
    const codes = Object.keys({ ...resolveCodes, ...rulesCodes });
    expect(codes.filter((code) => !seen.has(code))).toEqual(elsewhere);
  });

  test('the files may come in any order', () => {
    for (const [, { files, now, problems, sound }] of situations) {
      expect(judge({ files: [...files].reverse(), now })).toEqual({ problems, sound });
    }
  });
});

test('nothing is wrong with the examples as they are', () => {
  const { problems, sound, written } = checkFiles(exampleFiles());
  expect(problems).toEqual([]);
  expect(sound).toHaveLength(written.grants.length);
  expect(situations.length).toBeGreaterThanOrEqual(40);
});

function judge({ files, now }: Pick<Situation, 'files' | 'now'>): { problems: Problem[]; sound: string[] } {
  const { problems, sound } = checkFiles(files);
  const dates = now === undefined ? [] : sound.flatMap((grant) => checkDates(grant, now));
  return { problems: sortProblems([...problems, ...dates]), sound: sound.map(({ id }) => id) };
}

/** As a reader meets it: the excerpt is the line itself. */
function told({ place, ...problem }: Problem) {
  return { ...problem, at: place && `${place.file}:${place.line}:${place.column}` };
}
