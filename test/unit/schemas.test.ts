/** Every schema of the repository is one: the program itself compiles them without looking. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'schemas');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.'));
const schemas = files.map((file): [string, AnySchemaObject] => [
  file,
  JSON.parse(readFileSync(join(root, file), 'utf8')),
]);

test.each(schemas)('%s follows 2020-12', (file, schema) => {
  expect(file).toMatch(/\.schema\.json$/);
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  const ajv = new Ajv2020();
  expect([ajv.validateSchema(schema), ajv.errors ?? []]).toEqual([true, []]);
});

test('a schema that is none is found', () => {
  const ajv = new Ajv2020({ logger: false });
  expect(ajv.validateSchema({ type: 'objekt' })).toBe(false);
});

test('no two have one id', () => {
  const ids = schemas.map(([, schema]) => schema.$id);
  expect(files.length).toBeGreaterThan(20);
  expect(new Set(ids).size).toBe(files.length);
});

test('in the objects that --json prints every member says what it is', () => {
  const shown = schemas.filter(([file]) => file.startsWith('output'));
  const members = shown.flatMap(([file, schema]) =>
    membersOf(schema).map(([name, one]) => ({ file, name, one })),
  );
  expect(members.length).toBeGreaterThan(80);
  expect(members.filter(({ one }) => !('description' in one) && !('$ref' in one))).toEqual([]);
});

/** Name and schema of every member of every object, at any depth. */
function membersOf(schema: object): [string, object][] {
  const own = 'properties' in schema ? Object.entries(schema.properties as Record<string, object>) : [];
  const inner = Object.values(schema).filter((value) => typeof value === 'object' && value !== null);
  return [...own, ...inner.flatMap((value) => membersOf(value))];
}
