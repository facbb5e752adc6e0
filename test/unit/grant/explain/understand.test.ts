/**
 * Everything that the documents permit is in the explanation, and nothing else is: over random
 * grants, and over random changes of their documents.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFiles } from '../../../../src/grant/check.ts';
import { aroundOf } from '../../../../src/grant/explain/around.ts';
import { piecesOf, textOf, understand } from '../../../../src/grant/explain/understand.ts';
import { writeGiven } from '../../../../src/grant/explain/write.ts';
import type { Json, Resource } from '../../../../src/grant/resources.ts';
import { wantedResources } from '../../../../src/grant/wanted.ts';
import { explanationOf } from '../../../../src/view/explain.ts';
import { anyDrawn, type Drawn } from '../any-grant.ts';
import { sample, sampleWindow } from '../sample-grant.ts';

const { estate } = checkFiles([]);
const logins = { 'orders-prod': 'bg_k3xw7qpa2m' };

function resourcesOf({ grant, window, logins: drawn }: Drawn): Resource[] {
  return wantedResources(grant, window, drawn);
}

/** All that a reader is shown; undefined where nothing is. */
function shown(resources: readonly Resource[], { grant, window }: Pick<Drawn, 'grant' | 'window'>) {
  const read = understand(resources);
  if (!read.ok) return undefined;
  const levels = grant.access.filter((one) => one.kind === 'database');
  const around = aroundOf(read.value, { estate, levels, playbook: '' });
  const { given: _, ...explanation } = explanationOf({
    given: read.value,
    around,
    state: 'live',
    now: window.activation,
    ended: undefined,
    unusual: [],
    unknown: [],
    asked: undefined,
    notes: [],
  });
  return explanation;
}

const meant = (resources: readonly Resource[]) => [...new Set(piecesOf(resources).map(textOf))].sort();

test('what was understood, written again, is the documents', () => {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      const resources = resourcesOf(drawn);
      const read = understand(resources);
      if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
      expect([...new Set(writeGiven(read.value).map(textOf))].sort()).toEqual(meant(resources));
    }),
    { numRuns: 500 },
  );
});

test('no change of a document is passed over: it is shown, or nothing is explained', () => {
  const seen = { shown: 0, refused: 0 };
  const places = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...changes)), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(anyDrawn, places, (drawn, some) => {
      const whole = resourcesOf(drawn);
      const [before, said] = [meant(whole).join(), shown(whole, drawn)];
      const changed = some.flatMap(([at, change]) => [
        changedAt(whole, at, change),
        changedEverywhere(whole, at),
      ]);
      for (const other of changed.filter((one) => meant(one).join() !== before)) {
        const after = shown(other, drawn);
        seen[after === undefined ? 'refused' : 'shown'] += 1;
        expect(after).not.toEqual(said);
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(seen.shown, seen.refused)).toBeGreaterThan(100);
}, 60_000);

type Change = (value: Json) => Json | undefined;

const changes: readonly Change[] = [
  () => undefined,
  (value) => (typeof value === 'string' ? `${value}x` : [value]),
  (value) => (typeof value === 'string' ? value.slice(0, -1) : 1),
  (value) => (typeof value === 'string' ? '*' : true),
  (value) =>
    Array.isArray(value) ? [...value, 'x'] : typeof value === 'object' ? { ...value, x: 'x' } : 'x',
  (value) => (Array.isArray(value) ? value.slice(1) : null),
];

/** The values of the resources with the one at the nth place changed; undefined takes it away. */
function changedAt(resources: readonly Resource[], at: number, change: Change): Resource[] {
  let left = at % resources.reduce((sum, { values }) => sum + count(values), 0);
  const walk = (value: Json): Json | undefined => {
    if (left-- === 0) return change(value);
    if (Array.isArray(value)) return value.flatMap((one) => walk(one) ?? []);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([key, one]) => [key, walk(one)] as const);
    return Object.fromEntries(members.flatMap(([key, one]) => (one === undefined ? [] : [[key, one]])));
  };
  return resources.flatMap((resource) => {
    const values = walk(resource.values);
    const whole = typeof values === 'object' && values !== null && !Array.isArray(values);
    return whole ? [{ ...resource, values: values as Resource['values'] }] : [];
  });
}

/** The nth text with a letter more, wherever it stands: what only fits together is no reason to be believed. */
function changedEverywhere(all: readonly Resource[], at: number): Resource[] {
  const texts = JSON.stringify(all.map(({ values }) => values)).match(/(?<=[:/,@"])[a-zA-Z0-9_-]+(?=["/@])/g);
  const text = texts?.[at % texts.length] ?? '';
  return JSON.parse(JSON.stringify(all), (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(text, `${text}x`) : value,
  ) as Resource[];
}

function count(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + count(one), 1);
}

const resources = wantedResources(sample, sampleWindow, logins);
const policyOf = (change: (statements: Json[]) => Json[]): Resource[] =>
  resources.map((one) => {
    const policy = one.values['policy'] as { readonly Statement: Json[] } | undefined;
    if (policy === undefined) return one;
    return { ...one, values: { ...one.values, policy: { ...policy, Statement: change(policy.Statement) } } };
  });
const from = (text: string, to: string): Resource[] =>
  JSON.parse(JSON.stringify(resources).replaceAll(text, to)) as Resource[];

test.each<[string, Resource[], string]>([
  ['another Allow', policyOf((all) => [...all, allow('s3:GetObject', '*')]), 's3:GetObject'],
  [
    'an Allow of a call that it knows, without limits',
    policyOf((all) => [
      ...all,
      allow('dynamodb:Query', 'arn:aws:dynamodb:eu-central-1:111122223333:table/carts-blue'),
    ]),
    'dynamodb:Query',
  ],
  ['a Deny that is not there', policyOf((all) => all.slice(0, -1)), 'should be there and is not'],
  [
    'a Deny that nobody wrote',
    policyOf((all) => [...all, { Effect: 'Deny', Action: 's3:*', Resource: '*' }]),
    's3:*',
  ],
  ['presence of keys not asked for', from('"dynamodb:LeadingKeys":"false",', ''), 'is not understood'],
  [
    'a key that may be missing',
    from('ForAllValues:StringEquals', 'ForAllValues:StringEqualsIfExists'),
    'IfExists',
  ],
  ['a table by wildcard', from('table/carts-blue', 'table/carts-*'), 'can mean more than it says: "carts-*"'],
  ['a login by wildcard', from('bg_k3xw7qpa2m', 'bg_*'), 'can mean more'],
  ['a key with a variable', from('CUST#1', '$' + '{aws:username}'), 'can mean more'],
  ['every call on a table', from('dynamodb:Query', 'dynamodb:*'), 'can mean more than it says: "*"'],
  ['a user by wildcard', from('*:alba@', '*:*@'), 'can mean more'],
  ['an end that is no time', from('2026-11-22T05:00:30Z', 'tomorrow'), 'can mean more'],
  ['a longer session', from('"max_session_duration":3600', '"max_session_duration":43200'), '43200'],
  [
    'another boundary',
    from('policy/breakglass-prod-eu-boundary', 'policy/AdministratorAccess'),
    'AdministratorAccess',
  ],
  ['a policy for another role', from('"role":"2026-11-22-sample"', '"role":"admin"'), '"role":"admin"'],
  [
    'a managed policy',
    from(
      '"max_session_duration"',
      '"managed_policy_arns":["arn:aws:iam::aws:policy/ReadOnlyAccess"],"max_session_duration"',
    ),
    'ReadOnlyAccess',
  ],
  ['all ports', from('"to_port":5432', '"to_port":65535'), '65535'],
  ['another protocol', from('"ip_protocol":"tcp"', '"ip_protocol":"-1"'), '"-1"'],
  ['a schedule that is off', from('ENABLED', 'DISABLED'), 'DISABLED'],
  [
    'a schedule of another grant',
    resources.map((one) =>
      one.type === 'aws_scheduler_schedule'
        ? { ...one, values: { ...one.values, name: '2026-11-22-other-0' } }
        : one,
    ),
    '2026-11-22-other-0',
  ],
  [
    'a second role',
    [
      ...resources,
      ...resources
        .filter(({ type }) => type === 'aws_iam_role')
        .map((one) => ({ ...one, values: { ...one.values, name: 'other' } })),
    ],
    '"name":"other"',
  ],
  ['nothing', [], 'should be there and is not'],
])('%s is refused, and the problem shows it', (_name, changed, part) => {
  if (JSON.stringify(changed) === JSON.stringify(resources)) throw new Error('nothing was changed');
  const read = understand(changed);
  const found = read.ok ? [] : read.problems;
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['BG0335']));
  expect(found.map(({ message }) => message).join('\n')).toContain(part);
});

function allow(action: string, resource: string): Json {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

test.each([
  ['other names of statements', from('"Sid":"', '"Sid":"X')],
  ['other descriptions and tags', from('"breakglass:grant":"', '"breakglass:grant":"X')],
  ['another order', policyOf((all) => all.toReversed())],
  ['one in a list, or alone', from('"Action":["*"]', '"Action":"*"')],
])('%s change nothing', (_name, changed) => {
  expect(JSON.stringify(changed)).not.toBe(JSON.stringify(resources));
  expect(understand(changed)).toEqual(understand(resources));
});
