import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { formKeyword } from '../../../../src/grant/read/compiled.ts';
import { type Schema, schemas } from '../../../../src/grant/read/schema.ts';

/** Every schema inside a schema, with the way to it. */
function partsOf(schema: Schema, at: string): { at: string; schema: Schema; property: boolean }[] {
  const inside = (part: Schema | false | undefined, name: string, property = false) =>
    part
      ? partsOf(part, `${at}/${name}`).map((each, index) => ({
          ...each,
          property: index === 0 ? property : each.property,
        }))
      : [];
  return [
    { at, schema, property: false },
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) => inside(part, name, true)),
    ...Object.entries(schema.$defs ?? {}).flatMap(([name, part]) => inside(part, name)),
    ...inside(schema.additionalProperties, '*'),
    ...inside(schema.items, '[]'),
    ...inside(schema.propertyNames, 'names'),
  ];
}

const parts = Object.entries(schemas).flatMap(([kind, schema]) => partsOf(schema, kind));

/** What editors with draft-07 know, and our own keywords, which they pass over. */
const keywords = [
  ...[
    '$schema',
    '$id',
    '$ref',
    '$defs',
    'title',
    'description',
    'examples',
    'type',
    'const',
    'enum',
    'pattern',
  ],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'minProperties', 'uniqueItems'],
  ...['required', 'properties', 'propertyNames', 'additionalProperties', 'items'],
  ...['x-why', 'x-form', 'x-branches', 'tsType'],
];

test('the schemas use no keyword beside those that editors know', () => {
  expect(parts.length).toBeGreaterThan(120);
  const unknown = parts.flatMap(({ at, schema }) =>
    Object.keys(schema)
      .filter((keyword) => !keywords.includes(keyword))
      .map((keyword) => `${at} ${keyword}`),
  );
  expect(unknown).toEqual([]);
});

test('no object takes fields that nobody has described', () => {
  const open = parts.filter(
    ({ schema }) => [schema.type].flat().includes('object') && schema.additionalProperties === undefined,
  );
  expect(open.map(({ at }) => at)).toEqual([]);
});

test('every property says in one sentence what it means, and has an example', () => {
  const properties = parts.filter(({ property, schema }) => property && schema.$ref === undefined);
  expect(properties.length).toBeGreaterThan(80);
  const silent = properties.filter(
    ({ schema }) => !/^[A-Z].*\.$/.test(schema.description ?? '') || !schema.examples?.length,
  );
  expect(silent.map(({ at }) => at)).toEqual([]);
});

test('every example is valid', () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  for (const keyword of ['x-why', 'x-branches', 'tsType']) ajv.addKeyword(keyword);
  ajv.addKeyword(formKeyword);
  let count = 0;
  const exemplary = parts.filter(({ schema }) => schema.examples !== undefined);
  const wrong = exemplary.flatMap(({ at, schema }) => {
    const root = Object.entries(schemas).find(([kind]) => at.startsWith(kind))?.[1];
    const check = ajv.compile({ ...withoutId(schema), $defs: root?.$defs ?? {} });
    return (schema.examples ?? []).flatMap((example) => {
      count += 1;
      return check(example) ? [] : [`${at}: ${JSON.stringify(example)} ${ajv.errorsText(check.errors)}`];
    });
  });
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(100);
});

/** The compiler keeps every schema that has an id, and takes each id once. */
function withoutId(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$id'));
}

test('a text with a form also has a pattern, which is what editors see', () => {
  const bare = parts.filter(({ schema }) => schema['x-form'] !== undefined && schema.pattern === undefined);
  expect(bare.map(({ at }) => at)).toEqual([]);
});
