import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type RecordKind, readRecord, recordBytes } from '../../../src/archive/schemas.ts';
import { canonicalBytes } from '../../../src/grant/canonical.ts';
import { warrant } from './samples.ts';

type Example = { [key: string]: unknown };
type Schema = {
  required: string[];
  examples: [Example];
  properties: { [key: string]: { examples?: unknown[] } };
};

const kinds = ['genesis', 'trusted', 'warrant', 'ending', 'entry'] as const satisfies RecordKind[];

test('every kind of record has a schema, and no schema is without a kind', () => {
  expect(readdirSync('schemas/records').sort()).toEqual(kinds.map((kind) => `${kind}.schema.json`).sort());
});

test.each(kinds)('%s: its example passes, each field is needed, and no other is allowed', (kind) => {
  const { examples, required, properties } = schemaOf(kind);
  const [example] = examples;
  expect(readRecord(kind, canonicalBytes(example))).toEqual({ ok: true, value: example });
  expect(required.sort()).toEqual(Object.keys(properties).sort());
  for (const name of required) {
    const { [name]: _, ...rest } = example;
    expect(readRecord(kind, canonicalBytes(rest)), `without ${name}`).toMatchObject({ ok: false });
    expect(readRecord(kind, canonicalBytes({ ...example, [name]: { odd: 1 } })).ok, `odd ${name}`).toBe(
      // The fields that may hold any object.
      ['meaning', 'body', 'evidence'].includes(name),
    );
  }
  expect(readRecord(kind, canonicalBytes({ ...example, further: 1 }))).toMatchObject({
    ok: false,
    change: 'malformed',
  });
});

test.each(kinds)('%s: every example of a field passes in its place', (kind) => {
  const { examples, properties } = schemaOf(kind);
  for (const [name, { examples: values = [] }] of Object.entries(properties)) {
    expect(values.length, `${name} has an example`).toBeGreaterThan(0);
    for (const value of values) {
      expect(readRecord(kind, canonicalBytes({ ...examples[0], [name]: value })), name).toMatchObject({
        ok: true,
      });
    }
  }
});

test('a newer version is refused by name, not as malformed', () => {
  const newer = canonicalBytes({ ...warrant(), v: 'breakglass/warrant/2', further: true });
  expect(readRecord('warrant', newer)).toEqual({
    ok: false,
    change: 'unknown version',
    why: 'it is breakglass/warrant/2, this program knows breakglass/warrant/1',
  });
});

test('another kind of record is not taken for this one', () => {
  expect(readRecord('ending', recordBytes('warrant', warrant()))).toMatchObject({
    ok: false,
    change: 'malformed',
  });
});

test.each([
  ['spaces', (text: string) => text.replace(',', ', '), 'not canonical'],
  ['a line break at the end', (text: string) => `${text}\n`, 'not canonical'],
  ['a byte order mark', (text: string) => `\uFEFF${text}`, 'malformed'],
  ['an escape where none is needed', (text: string) => text.replace('prod', '\\u0070rod'), 'not canonical'],
  [
    'a key twice',
    (text: string) => text.replace('{', '{"activation":"2026-11-22T02:44:10Z",'),
    'not canonical',
  ],
  [
    'keys in another order',
    (text: string) => text.replace(/^\{("[^"]+":"[^"]+"),(.*)\}$/, '{$2,$1}'),
    'not canonical',
  ],
  ['a fraction', (text: string) => text.replace('"n":0', '"n":0.5'), 'not canonical'],
  ['an exponent', (text: string) => text.replace('"n":0', '"n":0e0'), 'not canonical'],
  ['no JSON', (text: string) => text.slice(1), 'malformed'],
] as const)('another form of the same content is refused: %s', (_, change, kind) => {
  const text = Buffer.from(recordBytes('warrant', warrant())).toString();
  expect(change(text)).not.toBe(text);
  expect(readRecord('warrant', Buffer.from(change(text)))).toMatchObject({ ok: false, change: kind });
});

test('bytes that are not UTF-8 are no record, also inside a text', () => {
  const bytes = Buffer.from(recordBytes('warrant', warrant()));
  bytes[bytes.indexOf('max_session')] = 0xff;
  expect(readRecord('warrant', bytes)).toMatchObject({ ok: false, change: 'malformed' });
});

test('a date that does not exist is no instant', () => {
  const odd = { ...warrant(), end: '2026-02-30T04:00:00Z' };
  expect(readRecord('warrant', canonicalBytes(odd))).toMatchObject({ ok: false, why: /end/ });
  expect(() => recordBytes('warrant', odd)).toThrow(/end/);
});

function schemaOf(kind: RecordKind): Schema {
  return JSON.parse(readFileSync(`schemas/records/${kind}.schema.json`, 'utf8')) as Schema;
}
