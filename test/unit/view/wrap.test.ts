import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderHelp } from '../../../src/view/help.ts';
import { hang, wrap } from '../../../src/view/wrap.ts';

const prose = fc
  .array(fc.stringMatching(/^[!-~]{1,30}$/), { minLength: 1, maxLength: 40 })
  .map((words) => words.join(' '));

test('nothing is lost, and no line is wider than it must be', () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 1, max: 120 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join(' ')).toBe(text);
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});

test('behind a head nothing is lost either, at any width', () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 1, max: 120 }), (text, width) => {
      const words = hang('  label          ', text, width).join(' ').split(/\s+/).filter(Boolean);
      expect(words.join(' ')).toBe(`label ${text}`);
    }),
  );
});

test('the further lines hang below the first, or below the label where there is no room', () => {
  const text = 'Checkout p99 is 40 s since 02:31 UTC, and nobody knows why';
  expect(hang('  why            ', text, 50)).toEqual([
    '  why            Checkout p99 is 40 s since 02:31',
    '                 UTC, and nobody knows why',
  ]);
  expect(hang('  why            ', text, 40)).toEqual([
    '  why',
    '      Checkout p99 is 40 s since 02:31',
    '      UTC, and nobody knows why',
  ]);
  expect(hang('  why            ', text, Number.POSITIVE_INFINITY)).toEqual([`  why            ${text}`]);
});

test('help at 40 columns', () => {
  const items = [['breakglass plan alba', 'the one grant whose id holds `alba`']] as const;
  const help = {
    says: 'what the grants in the files would open, offline',
    sections: [['Examples:', items], 'Usage: x', ['Flags:', []]] as const,
  };
  expect(renderHelp(help, 40)).toBe(`what the grants in the files would open,
offline

Examples:
  breakglass plan alba
      the one grant whose id holds
      \`alba\`

Usage: x
`);
});
