/** What AWS says against what the estate says: each misfit by its code and at its place. */
import { expect, test } from 'vitest';
import type { DatabaseFacts } from '../../../src/grant/facts.ts';
import type { DatabaseEntry, EstateFile } from '../../../src/grant/files.generated.ts';
import type { Cloud } from '../../../src/ports.ts';
import { Outage } from '../../../src/problem/outage.ts';
import { lockEstate } from '../../../src/steps/lock-estate.ts';
import { estateOf } from '../../estate-of.ts';

const account = '111122223333';
const group = 'sg-0a1b2c3d4e5f60718';

const facts: DatabaseFacts = {
  arn: 'arn:aws:rds:eu-central-1:111122223333:cluster:orders-prod',
  kind: 'cluster',
  resourceId: 'cluster-AAAA',
  engine: 'aurora-postgresql',
  port: 5432,
  securityGroups: [group],
  iamAuthentication: true,
  exportedLogs: [],
};

test('what fits is locked', async () => {
  const { lock, problems } = await run();
  expect(problems).toEqual([]);
  expect(lock?.databases['orders']).toMatchObject({ resourceId: 'cluster-AAAA', cluster: 'orders-prod' });
});

test('the wrong account: said, and nothing else is asked', async () => {
  const asked: string[] = [];
  const { lock, problems } = await run({
    caller: async () => callerOf('999999999999'),
    database: async () => {
      asked.push('database');
      return facts;
    },
  });
  expect(lock).toBeUndefined();
  expect(asked).toEqual([]);
  expect(problems).toMatchObject([
    {
      code: 'BG0250',
      message: expect.stringMatching(/999999999999.*111122223333/),
      place: { excerpt: 'targets.prod-eu.account' },
    },
  ]);
});

test('a target that the estate has not', async () => {
  const { lock, problems } = await lockEstate(estate(), 'prod', cloudOf());
  expect(lock).toBeUndefined();
  expect(problems).toMatchObject([{ code: 'BG0202', hint: 'there is: prod-eu, staging' }]);
});

test.each<[string, Partial<DatabaseFacts>, Partial<DatabaseEntry>, string[]]>([
  ['another engine', { engine: 'aurora-mysql' }, {}, ['BG0252']],
  ['MySQL on Aurora', { engine: 'aurora-mysql' }, { engine: 'mysql' }, []],
  ['PostgreSQL in a Multi-AZ cluster', { engine: 'postgres' }, {}, []],
  ['an instance of its own', { engine: 'postgres', kind: 'instance' }, {}, []],
  ['MariaDB', { engine: 'mariadb', kind: 'instance' }, { engine: 'mariadb' }, []],
  ['MariaDB where MySQL is meant', { engine: 'mariadb', kind: 'instance' }, { engine: 'mysql' }, ['BG0252']],
  ['Oracle', { engine: 'oracle-ee', kind: 'instance' }, {}, ['BG0252']],
  ['a group that is not attached', { securityGroups: ['sg-11111111111111111'] }, {}, ['BG0253']],
  ['no groups at all', { securityGroups: [] }, {}, ['BG0253']],
  ['no IAM tokens', { iamAuthentication: false }, {}, ['BG0255']],
  [
    'several at once',
    { engine: 'mysql', securityGroups: [], iamAuthentication: false },
    {},
    ['BG0252', 'BG0253', 'BG0255'],
  ],
])('%s', async (_, found, entry, expected) => {
  const { lock, problems } = await run({ database: async () => ({ ...facts, ...found }) }, entry);
  expect(problems.map(({ code }) => code)).toEqual(expected);
  const errors = expected.filter((code) => code !== 'BG0255');
  expect(lock === undefined).toBe(errors.length > 0);
  for (const problem of problems) expect(problem.place?.excerpt).toMatch(/^databases\.orders/);
});

test('one instance of an Aurora cluster is not the database: its cluster is', async () => {
  const { problems } = await run({ database: async () => ({ ...facts, kind: 'instance' }) });
  expect(problems).toMatchObject([
    { code: 'BG0252', hint: 'name the cluster in place of one of its instances' },
  ]);
});

test('a group that is gone, or of another account', async () => {
  const gone = await run({ securityGroup: async () => undefined });
  expect(gone.problems).toMatchObject([
    { code: 'BG0254', place: { excerpt: 'databases.orders.securityGroup' } },
  ]);
  const shared = await run({ securityGroup: async () => ({ account: '999999999999' }) });
  expect(shared.problems).toMatchObject([
    { code: 'BG0254', message: expect.stringContaining('999999999999') },
  ]);
});

test('databases and tables that are not there are all named', async () => {
  const { lock, problems } = await run({ database: async () => undefined, table: async () => undefined });
  expect(lock).toBeUndefined();
  expect(problems.map(({ code, place }) => [code, place?.excerpt])).toEqual([
    ['BG0251', 'databases.orders.cluster'],
    ['BG0256', 'tables.carts.table'],
  ]);
});

test('other targets are not asked about', async () => {
  const asked: unknown[] = [];
  await run({
    database: async (where) => {
      asked.push(where);
      return facts;
    },
  });
  expect(asked).toEqual([{ cluster: 'orders-prod' }]);
});

test('an outage is not turned into a missing database', async () => {
  const failing = run({
    database: async () => {
      throw new Outage('no answer');
    },
  });
  await expect(failing).rejects.toThrow('no answer');
});

function run(answers: Partial<Cloud> = {}, entry: Partial<DatabaseEntry> = {}) {
  return lockEstate(estate(entry), 'prod-eu', cloudOf(answers));
}

function estate(entry: Partial<DatabaseEntry> = {}) {
  const target = { account, owner: 'team:security', state: { kind: 's3' }, archive: { kind: 's3' } } as const;
  const orders: DatabaseEntry = {
    target: 'prod-eu',
    engine: 'postgres',
    cluster: 'orders-prod',
    database: 'orders',
    securityGroup: group,
    owner: 'team:dba',
    levels: {},
    ...entry,
  };
  const all: Omit<EstateFile, 'apiVersion' | 'kind'> = {
    targets: {
      staging: { ...target, region: 'eu-west-1' },
      'prod-eu': { ...target, region: 'eu-central-1' },
    },
    databases: { orders, 'orders-staging': { ...orders, target: 'staging', cluster: 'orders-staging' } },
    tables: { carts: { target: 'prod-eu', table: 'carts-prod', owner: 'team:carts' } },
  };
  return estateOf(all);
}

function callerOf(found: string) {
  return { account: found, arn: `arn:aws:iam::${found}:user/x`, clock: { offsetMs: 0, uncertaintyMs: 1000 } };
}

/** Answers what the step may ask; everything else is a fault of the step. */
function cloudOf(answers: Partial<Cloud> = {}): Cloud {
  const refuse = () => Promise.reject(new Error('must not be asked'));
  return {
    caller: async () => callerOf(account),
    database: async () => facts,
    table: async () => ({
      arn: 'arn',
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: undefined,
      indexes: {},
    }),
    securityGroup: async () => ({ account }),
    roles: refuse,
    role: refuse,
    openings: refuse,
    schedules: refuse,
    schedule: refuse,
    denyRole: refuse,
    closeOpenings: refuse,
    ...answers,
  };
}
