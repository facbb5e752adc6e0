/** The shipped program checks with functions made when it was bundled; they say what the source says. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compiledSchemas } from '../../scripts/compiled-schemas.ts';
import * as records from '../../src/archive/compiled.ts';
import * as files from '../../src/grant/read/compiled.ts';
import { schemas as fileSchemas } from '../../src/grant/read/schema.ts';

type Module = { readonly compiled: (kind: never) => ValidateFunction };

const folder = mkdtempSync(join(tmpdir(), 'breakglass-compiled-'));
let shipped: { readonly files: Module; readonly records: Module };
let inputs: string[];

beforeAll(async () => {
  const { metafile } = await build({
    stdin: {
      contents: `export * as files from './src/grant/read/compiled.ts'; export * as records from './src/archive/compiled.ts';`,
      resolveDir: process.cwd(),
    },
    plugins: [compiledSchemas],
    bundle: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    outfile: join(folder, 'compiled.mjs'),
  });
  inputs = Object.keys(metafile.inputs);
  shipped = await import(pathToFileURL(join(folder, 'compiled.mjs')).href);
});
afterAll(() => rmSync(folder, { recursive: true }));

const kindOfFolder = { estate: 'Estate', grants: 'Grant', playbooks: 'Playbook' } as const;
const examples = (Object.keys(kindOfFolder) as (keyof typeof kindOfFolder)[]).flatMap((from) =>
  readdirSync(from).map((file): [string, unknown] => [
    file.endsWith('.lock.json') ? 'Lock' : kindOfFolder[from],
    parse(readFileSync(join(from, file), 'utf8')),
  ]),
);
const recordExamples = Object.entries(records.schemas).flatMap(([kind, { examples: values }]) =>
  values.map((value): [string, unknown] => [kind, value]),
);

const odd = [null, -1, 1e12, '', 'x*', 'two\nlines', '\u{1F600}'.repeat(300), [], {}];

/** The value with one thing wrong: at every place every odd value, nothing, a key too many, an item twice. */
function* broken(value: unknown): Generator<unknown> {
  for (const instead of odd) yield instead;
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) yield [...value, ...value];
  else yield { ...value, further: 1, '-odd-': 'x' };
  for (const [key, member] of Object.entries(value)) {
    for (const instead of [undefined, ...broken(member)]) yield withMember(value, key, instead);
  }
}

function withMember(value: object, key: string, member: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? member : item));
  const { [key]: _, ...rest } = value as Record<string, unknown>;
  return member === undefined ? rest : { ...value, [key]: member };
}

type Said = readonly [ok: unknown, errors: readonly object[] | null | undefined];

function said({ compiled }: Module, kind: string, value: unknown): Said {
  const check = compiled(kind as never);
  return [check(value), check.errors];
}

/** Schemas are long and the same in a thousand errors: those of one place are compared once. */
function isSame(one: Said, other: Said, seen: Set<string>): boolean {
  const [a, b] = [one, other].map(([ok, errors]) => {
    const brief = errors?.map(({ schemaPath, schema, parentSchema, ...rest }: Partial<ErrorObject>) => {
      const known = seen.has(`${schemaPath}`);
      return known ? { schemaPath, ...rest } : { schemaPath, schema, parentSchema, ...rest };
    });
    return [ok, brief];
  });
  for (const error of one[1] ?? []) if ('schemaPath' in error) seen.add(`${error.schemaPath}`);
  return isDeepStrictEqual(a, b);
}

const parts = {
  files: { source: files, samples: examples, kinds: Object.keys(fileSchemas), most: 4000 },
  records: { source: records, samples: recordExamples, kinds: Object.keys(records.schemas), most: 500 },
} as const;

test.each(['files', 'records'] as const)(
  '%s: the same errors, whatever is wrong',
  (part) => {
    const { source, samples, kinds, most } = parts[part];
    expect([...new Set(samples.map(([kind]) => kind))].sort()).toEqual([...kinds].sort());
    let wrong = 0;
    for (const [kind, sample] of samples) {
      expect(said(shipped[part], kind, sample), kind).toEqual([true, null]);
      const seen = new Set<string>();
      for (const value of broken(sample)) {
        const expected = said(source, kind, value);
        if (!expected[0]) wrong += 1;
        // `expect` alone would take most of the time of thousands of comparisons.
        const given = said(shipped[part], kind, value);
        if (!isSame(expected, given, seen))
          expect(given, `${kind} ${JSON.stringify(value)}`).toEqual(expected);
      }
    }
    expect(wrong).toBeGreaterThan(most);
  },
  60_000,
);

test('what is shipped holds no compiler', () => {
  expect(
    inputs.filter((file) => /node_modules\/ajv\//.test(file) && !/ajv\/dist\/runtime\//.test(file)),
  ).toEqual([]);
  expect(inputs).toContain('src/grant/read/forms.ts');
});
