import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatFile } from '../../../src/grant/format.ts';
import { readFiles } from '../../../src/grant/read/read.ts';

const grantFile = 'grants/2026-11-22-orders-read-alba.yaml';
const grant = readFileSync(grantFile, 'utf8');
const head = '# yaml-language-server: $schema=../schemas/grant.schema.json\n';

function format(text: string, path = grantFile): string {
  const result = formatFile(path, text);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.value;
}

function problemsOf(text: string): string[] {
  const result = formatFile(grantFile, text);
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

test('leaves the examples of the repository as they are', () => {
  const paths = ['grants', 'playbooks', 'estate'].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  );
  expect(paths.length).toBeGreaterThan(8);
  for (const path of paths) expect(format(readFileSync(path, 'utf8'), path)).toBe(readFileSync(path, 'utf8'));
});

test('writes the first line, the order and the indentation', () => {
  const text = [
    'kind: Grant',
    'person:   alba',
    'id: x',
    'access:',
    '- level: read',
    '  database:   orders-prod',
    '-   table: carts-prod',
    '    partitionKeys: ["a" ,"b"]',
    '    actions: [ GetItem ]',
    'apiVersion: breakglass/v1',
  ];
  expect(format(text.join('\n'))).toBe(
    `${head}${[
      'apiVersion: breakglass/v1',
      'kind: Grant',
      'id: x',
      'person: alba',
      'access:',
      '  - database: orders-prod',
      '    level: read',
      '  - table: carts-prod',
      '    actions: [GetItem]',
      '    partitionKeys: ["a", "b"]',
    ].join('\n')}\n`,
  );
});

test('replaces a first line that names another schema', () => {
  expect(format(grant.replace('grant.schema', 'estate.schema'))).toBe(grant);
});

test('mends byte order mark, line endings and tabs that indent', () => {
  const foreign = `\uFEFF${grant.replace('    level: read', '\t\tlevel: read').replaceAll('\n', '\r\n')}`;
  expect(format(foreign)).toBe(grant);
});

test('keeps comments with their fields, and quotes as they were', () => {
  const text = `${head}# who\nperson: alba # on call\n# what\nid: 'a'\nkind: "Grant"\n# last words\n`;
  expect(format(text)).toBe(
    `${head}kind: "Grant"\n# what\nid: 'a'\n# who\nperson: alba # on call\n\n# last words\n`,
  );
});

test('keeps names that the author has given in the order of the author', () => {
  const text =
    '# yaml-language-server: $schema=../schemas/estate.schema.json\npeople:\n  zoe:\n    name: Zoe\n  adam:\n    name: Adam\n';
  expect(format(text, 'estate/people.yaml')).toBe(text);
});

test('keeps fields that it does not know, behind the others', () => {
  expect(format('unknown: 1\nkind: Grant\n')).toBe(`${head}kind: Grant\nunknown: 1\n`);
});

test('folds long text that was folded and leaves other long text on its line', () => {
  const words = 'word '.repeat(40).trim();
  const text = format(`reason: >-\n  ${words}\nincident: ${words}\nplaybook: "${words}"\n`);
  const long = text.split('\n').filter((line) => line.length > 80);
  expect(long.map((line) => line.split(':')[0])).toEqual(['playbook', 'incident']);
  expect(parse(text)).toEqual({ reason: words, incident: words, playbook: words });
});

test('does not touch what it cannot read', () => {
  expect(problemsOf('person: "alba')).toEqual(['BG0110']);
  expect(problemsOf('person: &a alba')).toEqual(['BG0114']);
  expect(problemsOf('person: alba\nperson: bo')).toEqual(['BG0111']);
  expect(problemsOf('person: al\u202Eba')).toEqual(['BG0107']);
  expect(problemsOf('person:\talba')).toEqual(['BG0106']);
  expect(problemsOf('person: al\uFFFDba')).toEqual(['BG0104']);
});

test('keeps blanks at the end of a line where they are part of a text', () => {
  const text = format('reason: >-\n  one\n  two  \nperson:   alba  \n');
  expect(parse(text)).toEqual({ person: 'alba', reason: 'one two  ' });
  expect(format(text)).toBe(text);
  expect(format('person: alba  \n')).toMatch(/\nperson: alba\n$/);
});

test('leaves lock files and files elsewhere alone', () => {
  expect(format('{"b":1}', 'estate/prod-eu.lock.json')).toBe('{"b":1}');
  expect(format('b:   1', 'docs/x.yaml')).toBe('b:   1');
});

test('any grant reads the same before and after, and a second run changes nothing', () => {
  fc.assert(
    fc.property(shuffledGrant, (text) => {
      const once = format(text);
      expect(format(once)).toBe(once);
      expect(parse(once)).toEqual(parse(text));
      expect(commentsOf(once)).toEqual(commentsOf(text));
      const file = { path: grantFile, mode: 'file' as const, bytes: Buffer.from(once) };
      const style = readFiles([file]).problems.filter(({ code }) => code === 'BG0130' || code === 'BG0108');
      expect(style).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

function commentsOf(text: string): string[] {
  const comments = [...text.matchAll(/#\d+/g)].map(([comment]) => comment);
  return comments.sort();
}

const words = fc.constantFrom(
  'alba',
  'a b',
  'no',
  '12',
  '~',
  'x: y',
  '# z',
  '-',
  'CUST#1',
  "it's",
  'ä',
  ' lead',
  'trail ',
);
const quoted = words.map((word) => JSON.stringify(word));
const single = words.map((word) => `'${word.replaceAll("'", "''")}'`);
const plain = fc.constantFrom(
  'alba',
  'a b c',
  'INC-1',
  '60m',
  '12',
  'true',
  '2026-11-22T04:40:00Z',
  'two\n  lines\n\n  and more',
);
const block = fc
  .tuple(
    fc.constantFrom('>-', '>', '|', '|-'),
    fc.array(fc.constantFrom('word '.repeat(30).trim(), 'short', ''), { minLength: 1, maxLength: 4 }),
  )
  .map(([style, lines]) => `${style}\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}`)
  .filter((text) => /\n {2}\w/.test(text));
const list = fc.array(fc.oneof(quoted, single), { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
const access = fc
  .shuffledSubarray(['database: a', 'level: read', 'index: "x y"', 'actions: [GetItem,  Query]'], {
    minLength: 1,
  })
  .map((fields) => `\n  - ${fields.join('\n    ')}`);
const value = fc.oneof(plain, quoted, single, block, list);
const fields = [
  'apiVersion',
  'kind',
  'id',
  'person',
  'target',
  'duration',
  'notAfter',
  'from',
  'incident',
  'reason',
];

/** Fields in any order, with comments before them, and behind those whose value ends on its line. */
const shuffledGrant = fc
  .tuple(
    fc.shuffledSubarray([...fields, 'access'], { minLength: 1 }),
    fc.infiniteStream(fc.tuple(value, access, fc.boolean(), fc.boolean(), fc.boolean())),
  )
  .map(([names, stream]) =>
    names
      .map((name, index) => {
        const [text, entries, above, behind, gap] = stream.next().value;
        const written = name === 'access' ? entries : ` ${text}`;
        const note = behind && !written.includes('\n') ? ` #${index}1` : '';
        return `${gap ? '\n' : ''}${above ? `#${index}0\n` : ''}${name}:${written}${note}\n`;
      })
      .join(''),
  );
