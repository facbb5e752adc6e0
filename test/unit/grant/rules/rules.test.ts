/** What the situations on disk cannot show: values that the schemas stop, and patterns by the hundred. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFiles } from '../../../../src/grant/check.ts';
import { compile } from '../../../../src/grant/rules/ceiling.ts';
import { checkPlaybooks } from '../../../../src/grant/rules/playbook.ts';
import { exampleFiles } from '../../../situations/situation.ts';

const { estate } = checkFiles(exampleFiles());

test('fewer than two approvals are refused, also where a schema would let them pass', () => {
  const [playbook] = estate.playbooks.values();
  if (!playbook) throw new Error('the examples have no playbook');
  const found = [0, 1, 2, 3].map((required) => {
    const value = { ...playbook.value, approvals: { ...playbook.value.approvals, required } };
    const playbooks = new Map([[value.id, { ...playbook, value }]]);
    return checkPlaybooks({ ...estate, playbooks }).map(({ code, message }) => `${code} ${message}`);
  });
  const refused = ['BG0320 a grant needs at least two approvals'];
  expect(found).toEqual([refused, refused, [], []]);
});

test.each([
  ['nested repetition', '^(([a-z]+)+)+$', 'a'.repeat(79)],
  ['alternatives of the same', '^(a|a|aa)+$', `${'a'.repeat(79)}!`],
  ['many optional parts', `^${'a?'.repeat(60)}${'a'.repeat(60)}$`, 'a'.repeat(60)],
  ['the largest repetition', '^(.?){1000}$', 'x'.repeat(80)],
  ['large repetitions in a row', '(.?){1000}'.repeat(20), 'x'.repeat(80)],
])('a pattern with %s is matched in bounded time', (_, pattern, text) => {
  const began = performance.now();
  compile(pattern)?.matches(text);
  expect(performance.now() - began).toBeLessThan(5000);
});

test('any pattern is matched in bounded time or cannot be read', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '[a-z]',
    '.',
    '*',
    '+',
    '?',
    '|',
    '{30}',
    '{2,}',
    '\\d',
    '\\pL',
    '^',
    '$',
    'a',
    '(?i)',
    '(?=',
    '\\1',
  );
  const pattern = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, (text) => {
      const began = performance.now();
      compile(text)?.matches('a'.repeat(80));
      expect(performance.now() - began, text).toBeLessThan(5000);
    }),
    { numRuns: 300 },
  );
});
