/** The lock file: one text for the same facts, findings of others kept, and every difference named. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DatabaseFacts, TableFacts } from '../../../src/grant/facts.ts';
import type { DatabaseEntry, LockFile } from '../../../src/grant/files.generated.ts';
import { buildLock, formatLock, type Seen } from '../../../src/grant/lock.ts';
import { compareLock } from '../../../src/grant/lock-compare.ts';
import { written } from '../../estate-of.ts';

const digest = `sha256:${'a'.repeat(64)}`;

const orders: DatabaseEntry = {
  target: 'prod-eu',
  engine: 'postgres',
  cluster: 'orders-prod',
  database: 'orders',
  securityGroup: 'sg-0a1b2c3d4e5f60718',
  owner: 'team:dba',
  levels: { unblock: { roles: ['b'], says: 'b' }, read: { roles: ['a'], says: 'a' } },
};

const ordersFacts: DatabaseFacts = {
  arn: 'arn:aws:rds:eu-central-1:111122223333:cluster:orders-prod',
  kind: 'cluster',
  resourceId: 'cluster-AAAA',
  engine: 'aurora-postgresql',
  port: 5432,
  securityGroups: ['sg-0a1b2c3d4e5f60718', 'sg-11111111111111111'],
  iamAuthentication: true,
  exportedLogs: ['postgresql', 'iam-db-auth-error'],
};

const cartsFacts: TableFacts = {
  arn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/carts-prod',
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: undefined,
  indexes: {
    'by-time': { partitionKey: { name: 'day', type: 'S' }, sortKey: { name: 'at', type: 'N' } },
    'by-customer': { partitionKey: { name: 'customer', type: 'S' }, sortKey: undefined },
  },
};

const seen: Seen = {
  target: 'prod-eu',
  at: { account: '111122223333', region: 'eu-central-1' },
  databases: [
    {
      name: 'stock',
      entry: { ...orders, instance: 'stock', levels: {} },
      facts: { ...ordersFacts, resourceId: 'db-B' },
    },
    { name: 'orders', entry: orders, facts: ordersFacts },
  ],
  tables: [
    {
      name: 'carts',
      entry: { target: 'prod-eu', table: 'carts-prod', owner: 'team:carts' },
      facts: cartsFacts,
    },
  ],
};

const lock = buildLock(seen, undefined);

test('everything is in a fixed order, and nothing is in it that changes by itself', () => {
  expect(formatLock(buildLock({ ...seen, databases: seen.databases.slice(1) }, undefined))).toBe(`{
  "apiVersion": "breakglass/v1",
  "kind": "Lock",
  "target": "prod-eu",
  "account": "111122223333",
  "region": "eu-central-1",
  "databases": {
    "orders": {
      "engine": "aurora-postgresql",
      "cluster": "orders-prod",
      "resourceId": "cluster-AAAA",
      "port": 5432,
      "securityGroup": "sg-0a1b2c3d4e5f60718",
      "iamAuthentication": true,
      "exportedLogs": [
        "iam-db-auth-error",
        "postgresql"
      ],
      "levels": {
        "read": "unknown",
        "unblock": "unknown"
      }
    }
  },
  "tables": {
    "carts": {
      "arn": "arn:aws:dynamodb:eu-central-1:111122223333:table/carts-prod",
      "partitionKey": {
        "name": "pk",
        "type": "S"
      },
      "indexes": {
        "by-customer": {
          "partitionKey": {
            "name": "customer",
            "type": "S"
          }
        },
        "by-time": {
          "partitionKey": {
            "name": "day",
            "type": "S"
          },
          "sortKey": {
            "name": "at",
            "type": "N"
          }
        }
      },
      "itemCallsLogged": "unknown"
    }
  }
}
`);
});

test('the order in which AWS answers does not matter', () => {
  const shuffled = fc.record({
    databases: fc.shuffledSubarray([...seen.databases], { minLength: 2 }),
    exportedLogs: fc.shuffledSubarray([...ordersFacts.exportedLogs], { minLength: 2 }),
    levels: fc.shuffledSubarray(Object.entries(orders.levels), { minLength: 2 }),
    indexes: fc.shuffledSubarray(Object.entries(cartsFacts.indexes), { minLength: 2 }),
  });
  fc.assert(
    fc.property(shuffled, ({ databases, exportedLogs, levels, indexes }) => {
      const again: Seen = {
        ...seen,
        databases: databases.map(({ name, entry, facts }) => ({
          name,
          entry: name === 'orders' ? { ...entry, levels: Object.fromEntries(levels) } : entry,
          facts: { ...facts, exportedLogs },
        })),
        tables: seen.tables.map((table) => ({
          ...table,
          facts: { ...table.facts, indexes: Object.fromEntries(indexes) },
        })),
      };
      expect(formatLock(buildLock(again, undefined))).toBe(formatLock(lock));
    }),
  );
});

test('findings of other surveys stay, but not for another database or table under the same name', () => {
  const before = change((draft) => {
    at(draft.databases, 'orders').levels = { read: digest, gone: digest };
    at(draft.tables, 'carts').itemCallsLogged = 'yes';
  });
  const kept = buildLock(seen, before);
  expect(at(kept.databases, 'orders').levels).toEqual({ read: digest, unblock: 'unknown' });
  expect(at(kept.tables, 'carts').itemCallsLogged).toBe('yes');
  at(before.databases, 'orders').resourceId = 'cluster-BBBB';
  at(before.tables, 'carts').arn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/carts-old';
  expect(buildLock(seen, before)).toEqual(lock);
});

test('the same is the same', () => {
  expect(compareLock(lock, buildLock(seen, lock))).toEqual([]);
});

test('every difference is named by itself, with what was and what is, where it stands', () => {
  const found = change((draft) => {
    at(draft.databases, 'orders').resourceId = 'cluster-BBBB';
    at(draft.databases, 'orders').exportedLogs = [];
    at(draft.databases, 'orders').iamAuthentication = false;
    at(draft.tables, 'carts').sortKey = { name: 'sk', type: 'S' };
    delete at(draft.tables, 'carts').indexes['by-time'];
  });
  const problems = compareLock(lock, found, written('estate/prod-eu.lock.json', lock).place);
  expect(problems.map(({ message }) => message)).toEqual([
    'databases.orders.exportedLogs: locked as ["iam-db-auth-error","postgresql"], is [] now',
    'databases.orders.iamAuthentication: locked as true, is false now',
    'databases.orders.resourceId: locked as "cluster-AAAA", is "cluster-BBBB" now',
    'tables.carts.indexes.by-time: locked as there, and not there now',
    'tables.carts.sortKey: not in the lock file, but there now',
  ]);
  expect(problems.map(({ place }) => place?.excerpt)).toContain('databases.orders.resourceId');
  for (const problem of problems) {
    expect(problem).toMatchObject({
      code: 'BG0257',
      severity: 'error',
      hint: expect.stringContaining('prod-eu'),
    });
  }
});

test('a database that is new, gone, or in another account or region is a difference', () => {
  const less = change((draft) => {
    delete draft.databases['stock'];
  });
  expect(compareLock(lock, less).map(({ message }) => message)).toEqual([
    'databases.stock: locked as there, and not there now',
  ]);
  expect(compareLock(less, lock).map(({ message }) => message)).toEqual([
    'databases.stock: not in the lock file, but there now',
  ]);
  const moved = { ...lock, account: '999999999999', region: 'us-east-1' };
  expect(compareLock(lock, moved)).toHaveLength(2);
});

test('what this survey cannot see is no difference, what two surveys saw differently is one', () => {
  const known = (level: string, logged: 'yes' | 'no') =>
    change((draft) => {
      at(draft.databases, 'orders').levels = { read: level, unblock: level };
      at(draft.tables, 'carts').itemCallsLogged = logged;
    });
  expect(compareLock(known(digest, 'yes'), lock)).toEqual([]);
  const other = `sha256:${'b'.repeat(64)}`;
  expect(compareLock(known(digest, 'yes'), known(other, 'no'))).toHaveLength(3);
});

test('any single change of what AWS has is found', () => {
  const text = formatLock(lock);
  const values = [
    ...text.matchAll(/: "(cluster-AAAA|db-B|aurora-postgresql|sg-\w+|pk|day|S|N|arn:[^"]+)"|: (5432|true)/g),
  ];
  expect(values.length).toBeGreaterThan(15);
  for (const value of values) {
    const [whole, , bare] = value;
    const changed = `${text.slice(0, value.index)}: ${bare === undefined ? '"other"' : '1'}${text.slice(value.index + whole.length)}`;
    expect(compareLock(lock, JSON.parse(changed))).toHaveLength(1);
  }
});

function change(edit: (draft: LockFile) => void): LockFile {
  const draft = structuredClone(lock);
  edit(draft);
  return draft;
}

function at<T>(entries: { [name: string]: T }, name: string): T {
  const entry = entries[name];
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
}
