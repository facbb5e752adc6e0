/**
 * Grants out of values, for properties: every field within what the schemas and the rules let pass,
 * and nothing more likely than another.
 */
import fc from 'fast-check';
import type {
  Access,
  DatabaseAccess,
  Grant,
  Mfa,
  Network,
  Person,
  TableAccess,
} from '../../../src/grant/grant.ts';
import { at, endOf, plus } from '../../../src/grant/lifetime.ts';
import type { Window } from '../../../src/grant/policy/document.ts';
import type { Logins } from '../../../src/grant/policy/permissions.ts';
import { filesOf } from './sample-grant.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'.split('');

const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 12 });
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-').slice(0, 40));
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 17, maxLength: 17 });
const user = fc.string({ unit: fc.constantFrom(...letters, ...'ABZ09+=,.@_-'), minLength: 2, maxLength: 64 });
const set = fc.string({ unit: fc.constantFrom(...letters, ...'ABZ09+=,.@_-'), minLength: 1, maxLength: 32 });

const person: fc.Arbitrary<Person> = fc.record({
  id: name,
  name: word,
  identity: fc.oneof(
    fc.record({ kind: fc.constant('iamUser' as const), user }),
    fc.record({ kind: fc.constant('identityCenter' as const), user, permissionSet: set }),
    fc.record({ kind: fc.constant('identityCenter' as const), user, permissionSet: set, userId: fc.uuid() }),
  ),
  timeZone: fc.constant(undefined),
});

const database: fc.Arbitrary<DatabaseAccess> = fc.record({
  kind: fc.constant('database' as const),
  database: name,
  engine: fc.constantFrom('postgres', 'mysql', 'mariadb'),
  resourceId: fc
    .tuple(
      fc.constantFrom('cluster', 'db'),
      fc.string({ unit: fc.constantFrom(...'ABCXYZ0189'), minLength: 26, maxLength: 26 }),
    )
    .map((parts) => parts.join('-')),
  port: fc.integer({ min: 1, max: 65_535 }),
  securityGroup: hex.map((id) => `sg-${id}`),
  level: name,
  roles: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
  says: word,
  maxConnections: fc.integer({ min: 1, max: 100 }),
});

/** All that may stand in a policy, `$` and `{` among it, but not the two in a row and no wildcard. */
const exact = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 30,
  })
  .map((text) => text.replace(/[*?\u007f-\u00a0]/g, '_').replaceAll('${', '$'));

const partial = ['GetItem', 'BatchGetItem', 'Query', 'UpdateItem'] as const;
const whole = [...partial, 'PutItem', 'DeleteItem', 'BatchWriteItem'] as const;
const keyAttributes = ['pk', 'sk'];

const table: fc.Arbitrary<TableAccess> = fc.boolean().chain((limited) =>
  fc.record({
    kind: fc.constant('table' as const),
    table: name,
    tableName: fc.string({ unit: fc.constantFrom(...letters, ...'ABZ09_.-'), minLength: 3, maxLength: 40 }),
    index: fc.constant(undefined),
    keyAttributes: fc.constant(keyAttributes),
    actions: fc.uniqueArray(fc.constantFrom(...(limited ? partial : whole)), { minLength: 1 }),
    partitionKeys: fc.uniqueArray(exact, { minLength: 1, maxLength: 6 }),
    attributes: limited
      ? fc.uniqueArray(exact, { maxLength: 4 }).map((more) => [...new Set([...keyAttributes, ...more])])
      : fc.constant(undefined),
  }),
);

const index: fc.Arbitrary<TableAccess> = fc
  .tuple(table, fc.string({ unit: fc.constantFrom(...letters, ...'ABZ09_.-'), minLength: 3, maxLength: 40 }))
  .map(([one, by]) => ({ ...one, index: by, actions: ['Query'] }));

/** Things are told apart as the rules tell them apart. */
const access: fc.Arbitrary<readonly Access[]> = fc.uniqueArray(fc.oneof(database, table, index), {
  minLength: 1,
  maxLength: 5,
  selector: (one) => (one.kind === 'database' ? one.database : `${one.tableName} ${one.index ?? ''}`),
});

const ipv4 = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(15))
  .map(([a, b, c, d]) => `${a}.${b}.${c}.${d * 16}/28`);
const ipv6 = fc.integer({ min: 1, max: 0xffff }).map((part) => `2001:db8:${part.toString(16)}::/56`);

const network: fc.Arbitrary<Network> = fc
  .record({
    id: name,
    cidrs: fc.uniqueArray(fc.oneof(ipv4, ipv6), { maxLength: 4 }),
    endpoints: fc.uniqueArray(
      hex.map((id) => `vpce-${id}`),
      { maxLength: 2 },
    ),
  })
  .filter(({ cidrs, endpoints }) => cidrs.length + endpoints.length > 0);

const first = at('2026-01-01T00:00:00Z');
const instant = fc.integer({ min: 0, max: 400 * 24 * 3600 }).map((seconds) => plus(first, seconds * 1000));

export const anyGrant: fc.Arbitrary<Grant> = fc
  .record({
    id: name.map((text) => `2026-11-22-${text}`.slice(0, 48)),
    person,
    target: fc.record({
      id: name.map((text) => text.slice(0, 20)),
      account: digits(12),
      region: fc.constantFrom('eu-central-1', 'us-east-1', 'ap-southeast-2'),
      local: fc.boolean(),
    }),
    access,
    minutes: fc.integer({ min: 5, max: 720 }),
    notAfter: instant,
    from: network,
    within: fc.integer({ min: 1, max: 60 }),
    incident: word,
    reason: word,
  })
  .map(({ within, ...grant }) => ({ ...grant, mfa: mfaOf(grant.person, within), ...filesOf(grant.id) }));

/** A grant, when it is switched on, and the logins that were drawn for it. */
export type Drawn = { readonly grant: Grant; readonly window: Window; readonly logins: Logins };

export const anyDrawn: fc.Arbitrary<Drawn> = anyGrant.chain((grant) =>
  fc
    .tuple(fc.integer({ min: 300, max: 20_000 }), fc.uniqueArray(login, { minLength: 5, maxLength: 5 }))
    .map(([before, drawn]) => {
      const activation = plus(grant.notAfter, -before * 1000);
      const window = { activation, end: endOf(activation, grant.minutes, grant.notAfter) };
      return { grant, window, logins: loginsFor(grant, drawn) };
    }),
);

const login = fc
  .string({ unit: fc.constantFrom(...alphabet), minLength: 10, maxLength: 10 })
  .map((random) => `bg_${random}`);

export function loginsFor({ access: entries }: Pick<Grant, 'access'>, drawn: readonly string[]): Logins {
  const databases = entries.flatMap((one) => (one.kind === 'database' ? [one.database] : []));
  return Object.fromEntries(databases.map((one, n) => [one, drawn[n] ?? `bg_none${n}`]));
}

function mfaOf({ identity }: Person, withinMinutes: number): Mfa {
  return identity.kind === 'iamUser' ? { kind: 'aws', withinMinutes } : { kind: 'identityProvider' };
}
