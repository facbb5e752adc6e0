import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blobKey, entryKey, type Key, keyOf, parseKey } from '../../../src/archive/keys.ts';

const n = fc.nat(999_999);
const grant = fc.stringMatching(/^20[2-9]\d-(0[1-9]|1[0-2])-[0-2]\d-[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}$/);
const key: fc.Arbitrary<Key> = fc.oneof(
  fc.constant({ kind: 'genesis' } as const),
  fc.record({ kind: fc.constant('trusted' as const), n }),
  fc.record({ kind: fc.constant('warrant' as const), grant, n }),
  fc.record({
    kind: fc.constant('ending' as const),
    grant,
    n,
    ending: fc.constantFrom('revoked', 'cut', 'abandoned', 'removed', 'closed', 'residual'),
  }),
  fc.record({ kind: fc.constant('entry' as const), seq: fc.nat(999_999_999) }),
  fc.record({ kind: fc.constant('blob' as const), hex: fc.stringMatching(/^[0-9a-f]{64}$/) }),
);

test('every key reads back as what it was made of', () => {
  fc.assert(
    fc.property(key, (value) => {
      expect(parseKey(keyOf(value))).toEqual(value);
    }),
  );
});

test('a text that is a key is the only one for what it means', () => {
  const nearly = fc.oneof(
    fc.string(),
    key.map(keyOf),
    key.map((value) => `${keyOf(value)}x`),
  );
  fc.assert(
    fc.property(nearly, (text) => {
      const parsed = parseKey(text);
      if (parsed !== undefined) expect(keyOf(parsed)).toBe(text);
    }),
  );
});

test('entries sort as text like their numbers', () => {
  expect([entryKey(9), entryKey(10), entryKey(100)].sort()).toEqual([
    entryKey(9),
    entryKey(10),
    entryKey(100),
  ]);
  expect(entryKey(17)).toBe('log/000000000017.json');
});

test.each([
  'log/17.json',
  'log/0000000000017.json',
  'warrants/2026-11-22-a/00.json',
  'warrants/2026-11-22-a/-1.json',
  'warrants/a/0.json',
  'warrants/2026-11-22-A/0.json',
  'warrants/2026-11-22-a/x/0.json',
  'warrants/2026-11-22-../0.json',
  'endings/2026-11-22-a/0.json',
  'endings/2026-11-22-a/0-healed.json',
  'trusted/01.json',
  'genesis.json/',
  '/genesis.json',
  'blob/sha256/AB',
  `blob/md5/${'a'.repeat(64)}`,
  'constructor/x',
  '',
])('%j is no key', (text) => {
  expect(parseKey(text)).toBeUndefined();
});

test('a blob is found by its digest', () => {
  expect(blobKey(`sha256:${'ab'.repeat(32)}`)).toBe(`blob/sha256/${'ab'.repeat(32)}`);
});
