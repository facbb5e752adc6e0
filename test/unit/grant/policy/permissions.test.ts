/** Form of the permission policy over random grants. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DatabaseAccess, TableAccess } from '../../../../src/grant/grant.ts';
import { formatInstant } from '../../../../src/grant/lifetime.ts';
import type { Document, Statement } from '../../../../src/grant/policy/document.ts';
import { permissionPolicy } from '../../../../src/grant/policy/permissions.ts';
import { anyDrawn, type Drawn, loginsFor, sample, sampleWindow } from '../any-grant.ts';
import { allowed, dates, operators, stringsOf } from './form.ts';

type Seen = Drawn & {
  readonly document: Document;
  readonly statements: readonly Statement[];
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
  readonly databases: readonly DatabaseAccess[];
  readonly tables: readonly TableAccess[];
};

function seen(drawn: Drawn): Seen {
  const { grant, window, logins } = drawn;
  const document = permissionPolicy(grant, window, logins);
  const { Statement: statements } = document;
  return {
    ...drawn,
    document,
    statements,
    allows: statements.filter(({ Effect }) => Effect === 'Allow'),
    denies: statements.filter(({ Effect }) => Effect === 'Deny'),
    databases: grant.access.filter((one): one is DatabaseAccess => one.kind === 'database'),
    tables: grant.access.filter((one): one is TableAccess => one.kind === 'table'),
  };
}

function each(check: (one: Seen) => void): void {
  fc.assert(
    fc.property(anyDrawn, (drawn) => check(seen(drawn))),
    { numRuns: 300 },
  );
}

function ofSid(statements: readonly Statement[], sid: string): Statement | undefined {
  return statements.find(({ Sid }) => Sid === sid);
}

const isConnect = ({ Action }: Statement) => Action?.includes('rds-db:connect') === true;

describe('what any grant allows', () => {
  test('connecting as the drawn logins, under no condition at all', () => {
    each(({ grant, logins, allows, databases }) => {
      const { region, account } = grant.target;
      const users = databases.map(
        ({ database, resourceId }) =>
          `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${logins[database]}`,
      );
      const found = allows.filter(isConnect);
      expect(found.map(({ Action, Resource }) => [Action, Resource])).toEqual(
        users.length === 0 ? [] : [[['rds-db:connect'], users]],
      );
      for (const statement of found) expect(statement).not.toHaveProperty('Condition');
    });
  });

  test('calls of one table or one index in each other statement, once for each way in', () => {
    each(({ grant, allows, tables }) => {
      const { region, account } = grant.target;
      const { cidrs, endpoints } = grant.from;
      const ways = [cidrs, endpoints].filter(({ length }) => length > 0).length;
      const wanted = tables.flatMap(({ actions, tableName, index }) => {
        const arn = `arn:aws:dynamodb:${region}:${account}:table/${tableName}${index === undefined ? '' : `/index/${index}`}`;
        return Array(ways).fill([actions.map((action) => `dynamodb:${action}`), [arn]]);
      });
      const others = allows.filter((statement) => !isConnect(statement));
      expect(others.map(({ Action, Resource }) => [Action, Resource])).toEqual(wanted);
    });
  });

  test('has no wildcard and no variable in what it names', () => {
    each(({ allows, document }) => {
      for (const { Action, Resource, ...rest } of allows) {
        for (const text of [...(Action ?? []), ...(Resource ?? [])]) expect(text).not.toMatch(/[*?]/);
        expect(rest).not.toHaveProperty('NotAction');
        expect(rest).not.toHaveProperty('NotResource');
      }
      for (const text of stringsOf(document)) expect(text).not.toContain('${');
    });
  });

  test('holds for the half-open window', () => {
    each(({ allows, window }) => {
      for (const { Condition } of allows.filter((statement) => !isConnect(statement))) {
        expect(Condition?.['DateGreaterThanEquals']).toEqual({
          'aws:CurrentTime': formatInstant(window.activation),
        });
        expect(Condition?.['DateLessThan']).toEqual({ 'aws:CurrentTime': formatInstant(window.end) });
      }
    });
  });

  test('holds for exactly its keys, and only where a key is given', () => {
    each(({ allows, tables, grant }) => {
      const ways = [grant.from.cidrs, grant.from.endpoints].filter(({ length }) => length > 0).length;
      const conditions = allows.filter((one) => !isConnect(one)).map(({ Condition }) => Condition ?? {});
      conditions.forEach((condition, n) => {
        const { partitionKeys, attributes } = tables[Math.floor(n / ways)] ?? {};
        const wanted = {
          'dynamodb:LeadingKeys': partitionKeys,
          ...(attributes && { 'dynamodb:Attributes': attributes }),
        };
        expect(condition['ForAllValues:StringEquals']).toEqual(wanted);
        const present = Object.keys(wanted).map((key) => [key, 'false']);
        expect(condition['Null']).toEqual(Object.fromEntries(present));
        expect(condition['Bool']).toEqual({ 'aws:ViaAWSService': 'false' });
      });
    });
  });

  test('lets an absent key pass only for what no call or answer needs: Select and ReturnValues', () => {
    each(({ allows, tables }) => {
      const limited = tables.some(({ attributes }) => attributes !== undefined);
      const lenient = operators(allows).filter((operator) => operator.endsWith('IfExists'));
      expect(lenient).toEqual(limited ? ['StringEqualsIfExists'] : []);
      for (const { Condition } of allows) {
        const keys = Condition?.['StringEqualsIfExists'];
        const attributes = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
        expect(keys === undefined).toBe(attributes === undefined);
        if (keys === undefined) continue;
        expect(keys).toEqual({
          'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
          'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'],
        });
      }
    });
  });

  test('comes from the network: addresses in one statement, endpoints in the other', () => {
    each(({ allows, grant }) => {
      const { cidrs, endpoints } = grant.from;
      for (const { Sid, Condition } of allows.filter((one) => !isConnect(one))) {
        const ip = Condition?.['IpAddress'];
        const endpoint = Condition?.['StringEquals'];
        if (Sid.endsWith('Public')) expect([ip, endpoint]).toEqual([{ 'aws:SourceIp': cidrs }, undefined]);
        else expect([ip, endpoint]).toEqual([undefined, { 'aws:SourceVpce': endpoints }]);
      }
    });
  });
});

describe('what any grant denies', () => {
  test('everything outside the window, role-wide', () => {
    each(({ statements, window }) => {
      const everything = { Effect: 'Deny', Action: ['*'], Resource: ['*'] };
      expect(ofSid(statements, 'DenyLate')).toEqual({
        Sid: 'DenyLate',
        ...everything,
        Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': formatInstant(window.end) } },
      });
      expect(ofSid(statements, 'DenyEarly')).toEqual({
        Sid: 'DenyEarly',
        ...everything,
        Condition: { DateLessThan: { 'aws:CurrentTime': formatInstant(window.activation) } },
      });
    });
  });

  test('every action but exactly those that are allowed, under no condition', () => {
    each(({ statements, allows, denies }) => {
      const granted = [...new Set(allows.flatMap(({ Action = [] }) => Action))].sort();
      expect(ofSid(statements, 'DenyOtherActions')).toEqual({
        Sid: 'DenyOtherActions',
        Effect: 'Deny',
        NotAction: granted,
        Resource: ['*'],
      });
      expect(denies.filter(({ NotAction }) => NotAction !== undefined)).toHaveLength(1);
    });
  });

  test('every login and table but exactly those that are allowed, under no condition', () => {
    each(({ statements, allows, denies }) => {
      for (const [sid, service] of [
        ['DenyOtherLogins', 'rds-db'],
        ['DenyOtherTables', 'dynamodb'],
      ] as const) {
        const resources = allows
          .filter(({ Action }) => Action?.every((action) => action.startsWith(`${service}:`)))
          .flatMap(({ Resource = [] }) => Resource);
        const wanted = [...new Set(resources)].sort();
        const found = ofSid(statements, sid);
        expect([...(found?.NotResource ?? [])].sort()).toEqual(wanted);
        if (found) expect(found).toMatchObject({ Effect: 'Deny', Action: [`${service}:*`] });
        if (found) expect(found).not.toHaveProperty('Condition');
      }
      const limited = denies.filter(({ NotResource }) => NotResource !== undefined);
      for (const { NotResource } of limited) expect(NotResource?.length).toBeGreaterThan(0);
    });
  });

  test('calls to its tables from elsewhere, each Deny only where its own key is present', () => {
    each(({ statements, tables, grant }) => {
      tables.forEach((_, n) => {
        const address = ofSid(statements, `DenyAddress${n}`)?.Condition;
        const endpoint = ofSid(statements, `DenyEndpoint${n}`)?.Condition;
        const { cidrs, endpoints } = grant.from;
        expect(address).toEqual({
          ...(cidrs.length > 0 && { NotIpAddress: { 'aws:SourceIp': cidrs } }),
          Null: { 'aws:SourceIp': 'false' },
        });
        expect(endpoint).toEqual({
          ...(endpoints.length > 0 && { StringNotEquals: { 'aws:SourceVpce': endpoints } }),
          Null: { 'aws:SourceVpce': 'false' },
        });
      });
    });
  });
});

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
    each(({ statements }) => expect(known).toEqual(expect.arrayContaining(operators(statements))));
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
