/**
 * What must hold for every grant that can be written, in every account. Random grants; of each the
 * answers to some questions, drawn as well. `SEED=<number>` repeats a run.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, test, vi } from 'vitest';
import * as product from '../../src/grant/wanted.ts';
import { anyDrawn } from '../unit/grant/any-grant.ts';
import { callProperties } from './properties/calls.ts';
import { formProperties } from './properties/form.ts';
import { pairProperties } from './properties/pairs.ts';
import { answered } from './properties/property.ts';
import { trustProperties } from './properties/trust.ts';
import { subjectOf } from './subject.ts';

vi.setConfig({ testTimeout: 240_000 });

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31 - 1));
const count = { grants: 0, judgements: 0 };
const draws = fc.array(fc.nat(), { minLength: 8, maxLength: 8 });

afterAll(() => {
  process.stdout.write(`${count.grants} grants, ${count.judgements} judgements, seed ${seed}\n`);
  expect(count.grants).toBeGreaterThanOrEqual(2_000);
});

describe('judged', () => {
  const properties = [...trustProperties, ...callProperties, ...pairProperties];
  test.each(properties.map((one) => [one.id, one.says, one] as const))('%s: %s', async (_, __, property) => {
    const holds = fc.asyncProperty(anyDrawn, draws, async (one, drawn) => {
      const questions = property.questions(subjectOf(product, one));
      fc.pre(questions.length > 0);
      count.grants += 1;
      for (const n of new Set(drawn.map((draw) => draw % questions.length))) {
        count.judgements += 1;
        const wrong = questions[n] && (await answered(questions[n]));
        if (wrong !== undefined) throw new Error(wrong);
      }
    });
    await fc.assert(holds, { seed, numRuns: 25 });
  });
});

describe('seen', () => {
  test.each(formProperties.map((one) => [one.id, one.says, one] as const))('%s: %s', (_, __, { look }) => {
    const holds = fc.property(anyDrawn, (one) => {
      count.grants += 1;
      expect(look(subjectOf(product, one))).toEqual([]);
    });
    fc.assert(holds, { seed, numRuns: 100 });
  });
});
