/**
 * Each folder of test/cases/policy is one situation with one sound grant (`grant.txt`), what AWS would
 * be told of it, and `requests.yaml`: what becomes of which request, and why. The judge answers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pretty } from '../judge/pretty.ts';
import { ask, type Row } from '../judge/rows.ts';
import { situationsIn } from '../judge/situations.ts';

const root = join(import.meta.dirname, 'policy');
const situations = situationsIn(root).map((one) => ({ ...one, rows: rowsOf(one.name) }));
let judgements = 0;

afterAll(() => {
  process.stdout.write(`${situations.length} situations, ${judgements} judgements\n`);
});

describe('documents', () => {
  test.each(situations)('$name', async ({ name, subject }) => {
    const file = (document: string) => join(root, name, `${document}.json`);
    await expect(pretty(subject.trust)).toMatchFileSnapshot(file('trust'));
    await expect(pretty(subject.permissions)).toMatchFileSnapshot(file('permissions'));
    const resources = subject.resources.map(({ type, values }) => ({ type, ...withoutDocuments(values) }));
    await expect(pretty(resources)).toMatchFileSnapshot(file('resources'));
  });

  test('no two are the same, and there are many', () => {
    const all = situations.map(({ subject }) => JSON.stringify([subject.resources]));
    expect(situations.filter((_, n) => all.indexOf(all[n] ?? '') !== n).map(({ name }) => name)).toEqual([]);
    expect(situations.length).toBeGreaterThanOrEqual(40);
  });
});

describe('requests', () => {
  const all = situations.flatMap(({ name, subject, rows }) =>
    rows.map((row) => [name, told(row), row, subject] as const),
  );

  test.each(all)('%s: %s', async (_, __, row, subject) => {
    judgements += 1;
    const { allowed, because } = await ask(subject, row);
    expect(allowed ? 'allow' : 'deny', because).toBe(row.allow === undefined ? 'deny' : 'allow');
  });

  test.each(situations)('$name has what is allowed and what is not, each once', ({ rows }) => {
    expect(rows.some(({ allow }) => allow !== undefined)).toBe(true);
    expect(rows.some(({ deny }) => deny !== undefined)).toBe(true);
    const asked = rows.map(({ reason: _, ...row }) => JSON.stringify(row));
    expect(new Set(asked).size).toBe(asked.length);
  });
});

function rowsOf(name: string): Row[] {
  return parse(readFileSync(join(root, name, 'requests.yaml'), 'utf8'));
}

function told({ reason, ...row }: Row): string {
  return `${row.allow === undefined ? 'deny' : 'allow'} ${row.allow ?? row.deny} (${reason})`;
}

/** The documents stand in files of their own. */
function withoutDocuments(values: Readonly<Record<string, unknown>>) {
  const { assume_role_policy, policy, ...rest } = values;
  return rest;
}
