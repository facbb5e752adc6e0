import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, canonicalBytes, isCanonical, sha256 } from '../../../src/grant/canonical.ts';

const text = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
  .filter((value) => value.isWellFormed());
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(text, tie('value'), { maxKeys: 6 }),
  ),
}));

test('agrees with another implementation of RFC 8785', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonical(value)).toBe(canonicalize(value));
    }),
    { numRuns: 500 },
  );
});

test('a text is canonical when writing it anew gives the same text, and at no other time', () => {
  const other = fc.oneof(
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    json.map(canonical),
  );
  const odd = [
    '-0',
    '1.5',
    '{"b":1,"a":2}',
    '{"2":1,"10":1}',
    '{"10":1,"2":1}',
    '{"a":1,"a":1}',
    '"\\\\ud800"',
    '"\\ud800"',
    `${'['.repeat(66)}${']'.repeat(66)}`,
    '9007199254740993',
    '{"__proto__":1}',
    ' 1',
  ];
  fc.assert(
    fc.property(fc.oneof(other, fc.constantFrom(...odd)), (text) => {
      const value: unknown = JSON.parse(text);
      let same = false;
      try {
        same = canonical(value) === text;
      } catch {}
      expect(isCanonical(value, text)).toBe(same);
    }),
    { numRuns: 1000 },
  );
});

test('reads back as what it was, and has one form only', () => {
  fc.assert(
    fc.property(json, (value) => {
      const written = canonical(value);
      expect(canonical(JSON.parse(written))).toBe(written);
      expect(JSON.parse(written)).toEqual(value);
    }),
  );
});

describe('throws on what two encoders could write differently', () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a big integer', 1n],
    ['a fraction', 0.5],
    ['minus zero', -0],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an unsafe integer', 2 ** 53],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['a date', new Date(0)],
    ['bytes', Buffer.from('x')],
    ['an instance of a class', new (class Grant {})()],
    ['an array with a hole', Object.assign([1, 2, 3], { length: 5 })],
    ['a lone high surrogate', '\uD800'],
    ['a lone low surrogate', 'a\uDC00b'],
    ['a circle', circle()],
  ];

  test.each(odd)('%s', (_, value) => {
    expect(() => canonical(value)).toThrow(TypeError);
    expect(() => canonical([value])).toThrow(TypeError);
    expect(() => canonical({ deep: [{ value }] })).toThrow(TypeError);
  });

  test('a lone surrogate in a key', () => {
    expect(() => canonical({ '\uD800': 1 })).toThrow(TypeError);
  });

  test('any number that is not a safe integer, anywhere in a value', () => {
    const numbers = fc.double().filter((value) => !Number.isSafeInteger(value));
    fc.assert(
      fc.property(numbers, json, (number, rest) => {
        expect(() => canonical({ number, rest })).toThrow(TypeError);
      }),
    );
  });
});

test('keeps a key that JavaScript gives a meaning', () => {
  const value: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}');
  expect(canonical(value)).toBe('{"__proto__":{"a":1},"b":2}');
});

test('digests are of the UTF-8 bytes', () => {
  expect(sha256('ä')).toBe(sha256(Buffer.from('ä', 'utf8')));
  expect(sha256(canonicalBytes({ b: 1, a: 'ä' }))).toBe(sha256('{"a":"ä","b":1}'));
  expect(sha256('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

function circle(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}
