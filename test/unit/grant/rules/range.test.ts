import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalRange, isTooWide } from '../../../../src/grant/rules/range.ts';

describe('the canonical form', () => {
  test.each([
    ['203.0.113.0/28', '203.0.113.0/28'],
    ['203.0.113.5/28', '203.0.113.0/28'],
    ['203.0.113.5/32', '203.0.113.5/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.3/24', '10.1.2.0/24'],
    ['2001:db8:12::/56', '2001:db8:12::/56'],
    ['2001:db8:0012:0:0:0:0:0/56', '2001:db8:12::/56'],
    ['2001:db8:12:0:ff00::/56', '2001:db8:12::/56'],
    ['2001:db8:0:0:1:0:0:1/128', '2001:db8::1:0:0:1/128'],
    ['2001:db8:0:1:1:1:1:1/128', '2001:db8:0:1:1:1:1:1/128'],
    ['::/0', '::/0'],
    ['::1/128', '::1/128'],
  ])('of %s is %s', (range, form) => expect(canonicalRange(range)).toBe(form));

  test.each([
    '0177.0.0.1/32',
    '203.0.113.010/32',
    '0x7f.0.0.1/32',
    '2130706433/32',
    '10/8',
    '10.1/16',
    '203.0.113.256/32',
    '203.0.113.0',
    '203.0.113.0/',
    '203.0.113.0/33',
    '203.0.113.0/028',
    '203.0.113.0/+28',
    '203.0.113.0/28/28',
    ' 203.0.113.0/28',
    '2001:db8::/129',
    '2001:db8::12::/56',
    'fe80::1%eth0/128',
    '::ffff:203.0.113.0/120',
    '::ffff:cb00:7100/120',
    'pl-0123456789abcdef0',
    '',
  ])('of %s does not exist', (range) => expect(canonicalRange(range)).toBeUndefined());

  test('is a form of its own, and holds the address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), (address, bits) => {
        const form = canonicalRange(`${address}/${bits}`);
        if (form === undefined) return;
        expect(canonicalRange(form)).toBe(form);
        expect(form.endsWith(`/${bits}`)).toBe(true);
      }),
    );
  });

  test('of any text is reached without an exception', () => {
    const pieces = fc.constantFrom(...'0123456789abcdef.:/%x ');
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 30 }), (text) => void canonicalRange(text)),
      {
        numRuns: 2000,
      },
    );
  });
});

test.each([
  ['203.0.113.0/24', false],
  ['203.0.112.0/23', true],
  ['0.0.0.0/0', true],
  ['203.0.113.7/32', false],
  ['2001:db8:12::/56', false],
  ['2001:db8:12::/55', true],
  ['::/0', true],
  ['2001:db8::1/128', false],
])('%s is too wide: %s', (range, wide) => expect(isTooWide(range)).toBe(wide));
