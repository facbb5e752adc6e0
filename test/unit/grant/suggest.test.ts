import { expect, test } from 'vitest';
import { suggest } from '../../../src/grant/suggest.ts';

test.each([
  ['raed', ['read', 'unblock'], 'read'],
  ['abla', ['bo', 'alba', 'mei'], 'alba'],
  ['NOTAFTER', ['notAfter', 'from'], 'notAfter'],
  ['order-prod', ['orders-prod', 'stock-prod'], 'orders-prod'],
  ['ordersprod', ['orders-prod'], 'orders-prod'],
  ['bp', ['bo'], 'bo'],
])('%s among %j is %s', (word, candidates, expected) => {
  expect(suggest(word, candidates)).toBe(expected);
});

test.each([
  ['mei', ['bo', 'alba']],
  ['schema', ['level', 'table']],
  ['read', ['read']],
  ['', ['a']],
  ['anything', []],
])('nothing is near %s', (word, candidates) => {
  expect(suggest(word, candidates)).toBeUndefined();
});

test('a text of any length is looked at without delay', () => {
  expect(suggest('x'.repeat(60_000), ['x'])).toBeUndefined();
});

test('of two that are equally near the first in the alphabet, whatever their order', () => {
  expect(suggest('carts-1', ['carts-3', 'carts-2'])).toBe('carts-2');
  expect(suggest('carts-1', ['carts-2', 'carts-3'])).toBe('carts-2');
});
