/**
 * Each folder of test/cases/policy is one situation with one sound grant (`grant.txt`), and what AWS
 * would be told of it: who may assume the role, what the role may do, and every other resource.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkFiles } from '../../src/grant/check.ts';
import type { Grant } from '../../src/grant/grant.ts';
import { at, endOf } from '../../src/grant/lifetime.ts';
import { permissionPolicy } from '../../src/grant/policy/permissions.ts';
import { trustPolicy } from '../../src/grant/policy/trust.ts';
import { wantedResources } from '../../src/grant/wanted.ts';
import { readSituation } from '../situations/situation.ts';

const root = join(import.meta.dirname, 'policy');
const names = readdirSync(root).sort();
const own = ['grant.txt', 'trust.json', 'permissions.json', 'resources.json'];

describe('documents', () => {
  test.each(names)('%s', async (name) => {
    const { trust, permissions, resources } = documentsOf(name);
    const file = (document: string) => join(root, name, `${document}.json`);
    await expect(pretty(trust)).toMatchFileSnapshot(file('trust'));
    await expect(pretty(permissions)).toMatchFileSnapshot(file('permissions'));
    await expect(pretty(resources.map(withoutDocuments))).toMatchFileSnapshot(file('resources'));
  });

  test.each(names)('the resources hold these documents and no other: %s', (name) => {
    const { trust, permissions, resources } = documentsOf(name);
    const held = resources.flatMap(({ values }) =>
      [values['assume_role_policy'], values['policy']].filter((document) => document !== undefined),
    );
    expect(held).toEqual([trust, permissions]);
  });

  test('no two are the same', () => {
    const all = names.map((name) => JSON.stringify(documentsOf(name)));
    expect(new Set(all).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(8);
  });
});

function documentsOf(name: string) {
  const grant = grantOf(name);
  const activation = at('2026-11-22T03:10:07Z');
  const window = { activation, end: endOf(activation, grant.minutes, grant.notAfter) };
  const databases = grant.access.flatMap((one) => (one.kind === 'database' ? [one.database] : []));
  const logins = Object.fromEntries(databases.map((database, n) => [database, `bg_${'abcde'[n]}aaaaaaaaa`]));
  return {
    trust: trustPolicy(grant, window),
    permissions: permissionPolicy(grant, window, logins),
    resources: wantedResources(grant, window, logins),
  };
}

function grantOf(name: string): Grant {
  const folder = join(root, name);
  const id = readFileSync(join(folder, 'grant.txt'), 'utf8').trim();
  const { sound, problems } = checkFiles(readSituation(folder, own).files);
  const grant = sound.find((one) => one.id === id);
  if (!grant) throw new Error(`${name}: ${id} is not sound: ${problems.map(({ message }) => message)}`);
  return grant;
}

/** The documents stand in files of their own. */
function withoutDocuments({ values, ...resource }: ReturnType<typeof wantedResources>[number]) {
  const { assume_role_policy, policy, ...rest } = values;
  return { ...resource, values: rest };
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
