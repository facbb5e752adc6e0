/** The lines to type stay within what the documents let through, over random grants. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFiles } from '../../../../src/grant/check.ts';
import { type Around, aroundOf } from '../../../../src/grant/explain/around.ts';
import { callsOf } from '../../../../src/grant/explain/calls.ts';
import { understand } from '../../../../src/grant/explain/understand.ts';
import type { LockedTable } from '../../../../src/grant/files.generated.ts';
import { wantedResources } from '../../../../src/grant/wanted.ts';
import { anyDrawn, type Drawn } from '../any-grant.ts';

const { estate } = checkFiles([]);
const keys = { partitionKey: { name: 'pk', type: 'S' }, sortKey: { name: 'sk', type: 'S' } } as const;

function calls({ grant, window, logins }: Drawn) {
  const read = understand(wantedResources(grant, window, logins));
  if (!read.ok) throw new Error('not understood');
  const around = aroundOf(read.value, { estate, levels: [], playbook: '' });
  const tables = around.tables.map((one): Around['tables'][number] => {
    const locked: LockedTable = {
      arn: '',
      ...keys,
      indexes: { [one.index ?? '']: keys },
      itemCallsLogged: 'yes',
    };
    return { ...one, locked };
  });
  return {
    tables,
    calls: callsOf(read.value, { ...around, tables }, false).filter(({ line }) =>
      line?.startsWith('aws dynamodb'),
    ),
  };
}

/** The words of a line as a shell reads them. */
function words(line: string): string[] {
  const found = line.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? [];
  return found.map((word) =>
    word.replace(/'([^']*)'|\\(')/g, (_, inner = '', quote = '') => `${inner}${quote}`),
  );
}

const flag = (all: readonly string[], name: string) => all[all.indexOf(name) + 1] ?? '';

test('each granted call has one line, on its own table and index, and no other call has one', () => {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      const shown = calls(drawn);
      expect(shown.calls.map(({ what }) => what)).toEqual(
        shown.tables.flatMap(({ actions, name, index }) =>
          actions.map((action) => `${action} on ${index === null ? name : `index ${index} of ${name}`}`),
        ),
      );
    }),
    { numRuns: 100 },
  );
});

test('a line names granted keys and attributes only, and asks for no whole item', () => {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      const shown = calls(drawn);
      const owners = shown.tables.flatMap((one) => one.actions.map((action) => ({ one, action })));
      shown.calls.forEach(({ line = '' }, n) => {
        const owner = owners[n];
        if (owner === undefined) throw new Error('a call of no table');
        const all = words(line);
        const values = all.filter((word) => word.startsWith('{')).map((word) => JSON.parse(word) as unknown);
        expect(stringsAt(values, 'pk')).toSatisfy((found: string[]) =>
          found.every((key) => key === owner.one.keys[0]),
        );
        const { attributes } = owner.one;
        if (attributes === null) return;
        expect(namesIn(values)).toSatisfy((names: string[]) =>
          names.every((name) => [...attributes, 'ATTRIBUTE'].includes(name)),
        );
        if (owner.action === 'UpdateItem') expect(flag(all, '--return-values')).toBe('UPDATED_NEW');
        else expect(line).toMatch(/--projection-expression|"ProjectionExpression"/);
        if (owner.action === 'Query') expect(flag(all, '--select')).toBe('SPECIFIC_ATTRIBUTES');
        expect(new Set(namesIn(values)).size).toBe(namesIn(values).length);
      });
    }),
    { numRuns: 100 },
  );
});

/** The strings that an item's key has under `name`, wherever it stands. */
function stringsAt(value: unknown, name: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const own = key === name && typeof one === 'object' && one !== null && 'S' in one ? [String(one.S)] : [];
    return [...own, ...stringsAt(one, name)];
  });
}

/** The attributes that aliases stand for. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key.startsWith('#') && typeof one === 'string' ? [one] : namesIn(one),
  );
}
