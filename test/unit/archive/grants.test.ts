import { describe, expect, test } from 'vitest';
import {
  groupKeys,
  isFinished,
  isOpening,
  keysFault,
  kindsOf,
  nextNumber,
  standOf,
} from '../../../src/archive/grants.ts';
import { alba, chidi } from './samples.ts';

function keysOf(...names: string[]) {
  const keys = groupKeys(
    names.map((name) =>
      /^\d+$/.test(name) ? `warrants/${alba}/${name}.json` : `endings/${alba}/${name}.json`,
    ),
  );
  const group = keys.get(alba);
  if (group === undefined) throw new Error('no keys');
  return group;
}

describe('a grant is finished', () => {
  test.each([
    [['0', '0-cut', '1-closed', '2-removed'], true],
    [['0', '0-cut', '1-removed', '2-closed', '3-removed'], true],
    [['0', '1', '0-residual', '1-cut', '2-closed', '3-removed'], true],
    [['0-revoked', '1-closed'], true],
    [['0', '0-cut', '1-removed', '2-closed'], false],
    [['0', '0-cut', '1-removed'], false],
    [['0', '0-closed', '1-removed', '2-residual'], false],
    [['0', '0-closed', '1-residual', '2-removed'], false],
    [['0', '0-residual'], false],
    [['0', '0-abandoned'], true],
    [['0-revoked'], false],
    [['0'], false],
    [['0', '0-cut', '1-closed', '2-removed', 'strange'], false],
  ] as const)('%j: %s', (names, finished) => {
    expect(isFinished(keysOf(...names))).toBe(finished);
  });

  test('whatever the number of digits: ten comes after nine', () => {
    const endings = ['0-cut', '9-closed', '10-removed'];
    expect(isFinished(keysOf('0', ...endings))).toBe(true);
    expect(isFinished(keysOf('0', '9-removed', '10-closed'))).toBe(false);
  });
});

describe('which warrants count', () => {
  test.each([
    [['0'], 'open'],
    [['0', '1'], 'open'],
    [['0', '0-abandoned'], 'abandoned'],
    [['0', '1', '0-abandoned'], 'open'],
    [['0', '1', '0-abandoned', '1-abandoned'], 'abandoned'],
    [['0', '0-cut'], 'taken'],
    [['0', '0-cut', '1-removed', '2-abandoned'], 'taken'],
    [['0', '0-abandoned', '0-revoked'], 'taken'],
    [['0', '1', '0-abandoned', '1-cut'], 'taken'],
    [['0', '0-abandoned', '1-abandoned'], 'taken'],
    [['0-abandoned'], 'taken'],
    [['0-revoked'], 'taken'],
  ] as const)('%j: %s', (names, stand) => {
    const keys = keysOf(...names);
    expect(standOf(keys.warrants, kindsOf(keys))).toBe(stand);
  });

  test('a warrant opens its grant when it is the first, or the one before it was abandoned', () => {
    const endings = kindsOf(keysOf('0', '1', '0-abandoned', '1-cut'));
    expect([0, 1, 2].map((n) => isOpening({ n }, endings))).toEqual([true, true, false]);
  });
});

describe('keys that cannot be all that there were', () => {
  test.each([
    [['1'], /warrant 0 is missing/],
    [['0', '2'], /warrant 1 is missing/],
    [['0', '1-cut'], /ending 0 is missing/],
    [['0', '0-cut', 'x-cut'], /x-cut\.json is not a key/],
  ] as const)('%j', (names, fault) => {
    expect(keysFault(keysOf(...names))).toMatch(fault);
  });

  test.each([
    [['0', '1', '0-cut', '1-closed']],
    [['0-revoked']],
    [['0', '0-cut', '0-revoked', '1-closed']],
  ] as const)('%j is all', (names) => {
    expect(keysFault(keysOf(...names))).toBeUndefined();
  });
});

test('the next number is one after the highest, also where one is missing', () => {
  expect(nextNumber([])).toBe(0);
  expect(nextNumber([{ n: 4 }, { n: 1 }])).toBe(5);
});

test('grants do not share keys, and a stray file is nobody else’s', () => {
  const groups = groupKeys([`warrants/${alba}/0.json`, `warrants/${chidi}/0.json`, 'warrants/stray.json']);
  expect([...groups.keys()].sort()).toEqual([alba, chidi, 'stray.json'].sort());
  expect(groups.get(alba)).toEqual({
    warrants: [{ kind: 'warrant', grant: alba, n: 0 }],
    endings: [],
    strange: [],
  });
});
