/** Form of the permission policy as a whole, over random grants, and of two of them beside each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { permissionPolicy } from '../../../../src/grant/policy/permissions.ts';
import { anyDrawn, type Drawn, loginsFor } from '../any-grant.ts';
import { sample, sampleWindow } from '../sample-grant.ts';
import { allowed, dates, operators, stringsOf } from './form.ts';
import { each, isConnect, ofSid, type Seen, seen } from './seen.ts';

describe('the document of any grant', () => {
  test('is of today, with one plain Sid for each statement and dates in one form', () => {
    each(({ document, statements }) => {
      expect(document.Version).toBe('2012-10-17');
      const sids = statements.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      const found = dates(statements);
      expect(found.length).toBeGreaterThanOrEqual(2);
      for (const date of found) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
    });
  });

  test('uses these operators and no other', () => {
    const known = [
      'Bool',
      'DateGreaterThanEquals',
      'DateLessThan',
      'ForAllValues:StringEquals',
      'IpAddress',
      'NotIpAddress',
      'Null',
      'StringEquals',
      'StringEqualsIfExists',
      'StringNotEquals',
    ];
    each(({ statements }) => {
      expect(operators(statements).filter((operator) => !known.includes(operator))).toEqual([]);
    });
  });

  test('holds nothing that AWS could not store', () => {
    each(({ document }) => {
      for (const text of stringsOf(document)) expect(text).toMatch(/^[\u0020-\u00ff]*$/);
    });
  });
});

describe('two grants', () => {
  test('differ in the login that they pin, though all else is the same', () => {
    fc.assert(
      fc.property(anyDrawn, (drawn) => {
        const others = loginsFor(drawn.grant, ['bg_0', 'bg_1', 'bg_8', 'bg_9', 'bg_00']);
        const [mine, theirs] = [seen(drawn), seen({ ...drawn, logins: others })];
        const users = (one: Seen) => one.allows.filter(isConnect).flatMap(({ Resource = [] }) => Resource);
        expect(users(mine).filter((user) => users(theirs).includes(user))).toEqual([]);
        expect(users(mine)).toHaveLength(mine.databases.length);
      }),
    );
  });

  test('a login that was not drawn is a bug and not a policy', () => {
    expect(() => permissionPolicy(sample, sampleWindow, {})).toThrow('no login was drawn for orders-prod');
  });

  test('the smaller one never allows what the larger one does not', () => {
    fc.assert(
      fc.property(anyDrawn, fc.nat(), fc.constantFrom(...shrinkings), (drawn, at, shrink) => {
        const [large, small] = [seen(drawn), seen({ ...drawn, grant: shrink(drawn.grant, at) })];
        expect(allowed(large.statements)).toEqual(expect.arrayContaining(allowed(small.statements)));
        const granted = (one: Seen) => ofSid(one.statements, 'DenyOtherActions')?.NotAction ?? [];
        expect(granted(large)).toEqual(expect.arrayContaining([...granted(small)]));
        const texts = new Set(stringsOf(large.allows));
        expect(stringsOf(small.allows).filter((text) => !texts.has(text) && !/^Table\d/.test(text))).toEqual(
          [],
        );
      }),
      { numRuns: 500 },
    );
  });
});

type Shrink = (grant: Drawn['grant'], at: number) => Drawn['grant'];

/** Ways to ask for less: each leaves at least one of what it takes away. */
const shrinkings: readonly Shrink[] = [
  (grant, at) => ({ ...grant, access: without(grant.access, at) }),
  (grant, at) => ({ ...grant, from: { ...grant.from, cidrs: without(grant.from.cidrs, at) } }),
  (grant, at) => ({ ...grant, from: { ...grant.from, endpoints: without(grant.from.endpoints, at) } }),
  ...(['actions', 'partitionKeys', 'attributes'] as const).map(
    (part): Shrink =>
      (grant, at) => ({
        ...grant,
        access: grant.access.map((one) => {
          const list = one.kind === 'table' ? one[part] : undefined;
          return list === undefined ? one : { ...one, [part]: without(list, at) };
        }),
      }),
  ),
];

function without<T>(list: readonly T[], at: number): readonly T[] {
  return list.length < 2 ? list : list.filter((_, n) => n !== at % list.length);
}
