/**
 * Every action that is known of the services that matter, asked in every situation: what is allowed
 * is what the file grants, where nobody interferes and where every resource lets everybody do
 * everything. The table of what was found is written to test/.out/allowed-actions.txt.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleArn, isOf, knownActions, services } from './actions.ts';
import { caller, connectCall, during, itemCall, loginArn, ways } from './calls.ts';
import { type Call, judgeStrictly } from './judge.ts';
import { situationsIn } from './situations.ts';
import type { Subject } from './subject.ts';
import { around } from './worlds.ts';

const out = join(import.meta.dirname, '..', '.out');
/** One of each kind: rows, columns, networks and dates decide nothing about which actions there are. */
const situations = new Map(
  situationsIn(join(import.meta.dirname, '..', 'cases', 'policy')).map((one) => [shapeOf(one.subject), one]),
);
/** A kind asks this part of the other services, each another one: asked of all, every action comes in six of them. */
const parts = process.env['BRUTE_FORCE'] === 'all' ? 1 : 4;
const table: string[] = [];
let judgements = 0;

afterAll(() => {
  mkdirSync(out, { recursive: true });
  const head = `${knownActions.length} actions of ${services.join(', ')}; ${judgements} judgements`;
  writeFileSync(join(out, 'allowed-actions.txt'), `${[head, ...table].join('\n')}\n`);
  process.stdout.write(`${head}; ${situations.size} kinds of permissions\n`);
});

const kinds = [...situations.values()].map((one, turn) => ({ ...one, turn }));

test.each(kinds)(
  '$name',
  async ({ name, subject, turn }) => {
    const granted = grantedOf(subject);
    const calls = callsOf(subject);
    const ours = calls.filter(isOurs);
    const others = calls.filter((call) => !isOurs(call)).filter((_, n) => (n + turn) % parts === 0);
    // A resource policy only ever adds: what it does not open is closed without it, so the rest is asked once.
    const asked = { friendly: ours, hostile: [...ours, ...others] } as const;
    for (const world of ['friendly', 'hostile'] as const) {
      const allowed: string[] = [];
      for (const call of asked[world]) {
        judgements += 1;
        const verdict = await judgeStrictly(around(subject.permissions, world), call);
        if (verdict.allowed) allowed.push(`${call.action} ${call.resource}`);
      }
      expect([...new Set(allowed)].sort(), world).toEqual(granted);
    }
    table.push('', name, ...granted.map((one) => `  ${one}`));
  },
  240_000,
);

test('the judge knows what it is asked', () => {
  expect(knownActions.length).toBeGreaterThan(2_000);
  expect(situations.size).toBeGreaterThanOrEqual(20);
});

function isOurs({ action }: Call): boolean {
  return /^(dynamodb|rds-db|sts):/.test(action);
}

function grantedOf(subject: Subject): string[] {
  const tables = subject.tables.flatMap((access) =>
    access.actions.map((action) => {
      const call = itemCall(subject, access, { action: `dynamodb:${action}` });
      return `${call.action} ${call.resource}`;
    }),
  );
  const logins = subject.databases.map((access) => `rds-db:connect ${loginArn(subject, access)}`);
  // It says who is asking, and no policy can deny it.
  return [...tables, ...logins, 'sts:GetCallerIdentity *'].sort();
}

/** Each action on each granted resource of its kind, as well asked as can be, and on one that nobody granted. */
function callsOf(subject: Subject): Call[] {
  const context = { ...during(subject), ...ways(subject)[0] };
  return knownActions.flatMap(({ action, arns }) => {
    const foreign = (arns.length === 0 ? ['*'] : arns).map((pattern) =>
      exampleArn(pattern, subject.grant.target),
    );
    const onTables = subject.tables
      .map((access) => itemCall(subject, access, { action }))
      .filter(({ resource }) => arns.some((pattern) => isOf(pattern, resource)));
    const onLogins = action === 'rds-db:connect' ? subject.databases : [];
    return [
      ...onTables,
      ...onLogins.map((access) => connectCall(subject, loginArn(subject, access))),
      ...foreign.slice(0, 1).map((resource) => ({
        ...caller(subject),
        action,
        resource,
        context: action === 'rds-db:connect' ? during(subject) : context,
      })),
    ];
  });
}

function shapeOf({ permissions }: Subject): string {
  return JSON.stringify(permissions, (key, value) => (key === 'Condition' ? undefined : value));
}
