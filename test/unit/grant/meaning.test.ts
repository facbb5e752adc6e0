import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Access, DatabaseAccess, Grant, TableAccess } from '../../../src/grant/grant.ts';
import { at } from '../../../src/grant/lifetime.ts';
import { meaningDigest, meaningOf } from '../../../src/grant/meaning.ts';
import { written } from '../../estate-of.ts';
import { anyGrant } from './any-grant.ts';
import { sample } from './sample-grant.ts';

const digestOf = (grant: Grant) => meaningDigest(meaningOf(grant));
const [database, table] = sample.access;
const withDatabase = (change: Partial<DatabaseAccess>): Grant => ({
  ...sample,
  access: [{ ...database, ...change }, table],
});
const withTable = (change: Partial<TableAccess>): Grant => ({
  ...sample,
  access: [database, { ...table, ...change }],
});
const playbook = (id: string) => written(`playbooks/${id}.yaml`, { ...sample.playbook.value, id });

/** One change of each field of a grant, by field. A field that is added to the type does not compile without a line here. */
const changesAccess = {
  id: [{ ...sample, id: '2026-11-22-other' }],
  person: [
    { ...sample, person: { ...sample.person, id: 'alva' } },
    { ...sample, person: { ...sample.person, identity: { ...sample.person.identity, user: 'alva' } } },
    {
      ...sample,
      person: { ...sample.person, identity: { ...sample.person.identity, permissionSet: 'Admin' } },
    },
    {
      ...sample,
      person: { ...sample.person, identity: { kind: 'iamUser', user: sample.person.identity.user } },
    },
  ],
  target: [
    { ...sample, target: { ...sample.target, id: 'prod-us' } },
    { ...sample, target: { ...sample.target, account: '444455556666' } },
    { ...sample, target: { ...sample.target, region: 'us-east-1' } },
  ],
  access: [
    { ...sample, access: [database] },
    { ...sample, access: [table] },
    { ...sample, access: [...sample.access, { ...table, table: 'x' }] },
  ],
  from: [
    { ...sample, from: { ...sample.from, cidrs: ['203.0.113.0/28'] } },
    { ...sample, from: { ...sample.from, endpoints: [] } },
  ],
  mfa: [
    { ...sample, mfa: { kind: 'aws', withinMinutes: 15 } },
    { ...sample, mfa: { kind: 'aws', withinMinutes: 16 } },
  ],
  playbook: [{ ...sample, playbook: playbook('another-emergency') }],
} as const satisfies Partial<Record<keyof Grant, readonly Grant[]>>;

/** Approved beside the meaning, or not at all. */
const changesNothing = {
  minutes: [{ ...sample, minutes: 90 }],
  notAfter: [{ ...sample, notAfter: at('2026-11-22T09:00:00Z') }],
  incident: [{ ...sample, incident: 'INC-1' }],
  reason: [{ ...sample, reason: 'Something else.' }],
  written: [{ ...sample, written: written('grants/other.yaml', sample.written.value) }],
} as const satisfies Record<Exclude<keyof Grant, keyof typeof changesAccess>, readonly Grant[]>;

const ofDatabase = {
  kind: withTable({}),
  database: withDatabase({ database: 'orders-blue' }),
  engine: withDatabase({ engine: 'mysql' }),
  resourceId: withDatabase({ resourceId: 'db-ANOTHER' }),
  port: withDatabase({ port: 5433 }),
  securityGroup: withDatabase({ securityGroup: 'sg-00000000000000000' }),
  level: withDatabase({ level: 'unblock' }),
  roles: withDatabase({ roles: ['orders_ro'] }),
  says: withDatabase({ says: 'everything' }),
  maxConnections: withDatabase({ maxConnections: 6 }),
} as const satisfies Record<keyof DatabaseAccess, Grant>;

const ofTable = {
  kind: withDatabase({}),
  table: withTable({ table: 'carts-blue' }),
  tableName: withTable({ tableName: 'carts-green' }),
  index: withTable({ index: undefined }),
  keyAttributes: withTable({ keyAttributes: ['pk'] }),
  actions: withTable({ actions: ['Query'] }),
  partitionKeys: withTable({ partitionKeys: ['CUST#1', 'CUST#2', 'CUST#3'] }),
  attributes: withTable({ attributes: undefined }),
} as const satisfies Record<keyof TableAccess, Grant>;

describe('the digest', () => {
  const { kind: _, ...databaseFields } = ofDatabase;
  const { kind: __, ...tableFields } = ofTable;
  const changed = [
    ...Object.values(changesAccess).flat(),
    ...Object.values(databaseFields),
    ...Object.values(tableFields),
  ];

  test('changes with everything that changes access, each time to another', () => {
    const digests = changed.map(digestOf);
    expect(digests).not.toContain(digestOf(sample));
    expect(new Set(digests).size).toBe(digests.length);
    for (const digest of digests) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each(Object.entries(changesNothing))('does not change with %s', (_, grants) => {
    for (const grant of grants) expect(digestOf(grant)).toBe(digestOf(sample));
  });

  test('does not change with names that only people read', () => {
    const person = { ...sample.person, name: 'A. Ortega', timeZone: undefined };
    const from = { ...sample.from, id: 'the-office' };
    expect(digestOf({ ...sample, person, from, target: { ...sample.target, local: true } })).toBe(
      digestOf(sample),
    );
  });

  test('tells no attributes from some, and no index from one, in what is written down', () => {
    const without = withTable({ index: undefined, attributes: undefined });
    expect(JSON.stringify(meaningOf(without))).toContain('"index":null');
    expect(JSON.stringify(meaningOf(without))).toContain('"attributes":null');
  });

  test('is the same in any order of fields and lists', () => {
    fc.assert(
      fc.property(anyGrant, (grant) => {
        const turned = { ...grant, access: grant.access.map(turn).reverse(), from: turn(grant.from) };
        expect(digestOf(reversed(turned))).toBe(digestOf(grant));
      }),
    );
  });

  test('is the same for no two grants that differ in access', () => {
    fc.assert(
      fc.property(anyGrant, anyGrant, (a, b) => {
        const access = { ...a, access: b.access };
        const same = JSON.stringify(a.access) === JSON.stringify(b.access);
        expect(digestOf(access) === digestOf(a)).toBe(same);
      }),
    );
  });
});

/** Each list of a value the other way round, and its fields. */
function turn<T extends Access | Grant['from']>(value: T): T {
  const turned = Object.entries(value).map(([key, member]) => [
    key,
    Array.isArray(member) ? [...member].reverse() : member,
  ]);
  return Object.fromEntries(turned.reverse());
}

function reversed<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}
