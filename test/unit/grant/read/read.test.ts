import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFiles } from '../../../../src/grant/read/read.ts';
import type { SourceFile } from '../../../../src/grant/written.ts';

const path = 'grants/2026-11-22-carts-item-lena.yaml';
const grant = readFileSync(path, 'utf8');

function file(text: string | Uint8Array, at = path): SourceFile {
  return { path: at, mode: 'file', bytes: typeof text === 'string' ? Buffer.from(text) : text };
}

function codesOf(...files: SourceFile[]): string[] {
  return readFiles(files).problems.map(({ code }) => code);
}

test('the examples of the repository have no problem', () => {
  const files = ['grants', 'playbooks', 'estate'].flatMap((folder) =>
    readdirSync(folder).map((name) => file(readFileSync(`${folder}/${name}`), `${folder}/${name}`)),
  );
  const { written, problems } = readFiles(files);
  expect(problems).toEqual([]);
  expect(written.broken).toEqual([]);
  expect(written.grants.length).toBeGreaterThanOrEqual(4);
  expect(written.playbooks.length).toBeGreaterThanOrEqual(3);
  expect([written.estates.length, written.locks.length]).toEqual([1, 1]);
});

test('a value knows its place, and the place of its nearest parent when it is not there', () => {
  const [written] = readFiles([file(grant)]).written.grants;
  expect(written?.value.access[0]?.partitionKeys).toEqual(['CUST#8812093']);
  expect(written?.place(['access', 0, 'partitionKeys', 0])).toEqual({
    file: path,
    line: 10,
    column: 21,
    length: 14,
    excerpt: '    partitionKeys: ["CUST#8812093"]',
  });
  expect(written?.place(['access', 0, 'actions'], 'key')).toMatchObject({ line: 9, column: 5, length: 7 });
  expect(written?.place(['access', 0, 'index'])).toMatchObject({ line: 8, column: 5 });
  expect(written?.place(['reason'])).toMatchObject({ line: 17, column: 9, length: 2, excerpt: 'reason: >-' });
  expect(written?.place(['nothing', 'at', 'all'])).toMatchObject({ line: 2, column: 1 });
});

test('the digest is that of the bytes', () => {
  const [written] = readFiles([file(grant)]).written.grants;
  expect(written?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const [other] = readFiles([file(grant.replace('30m', '31m'))]).written.grants;
  expect(other?.digest).not.toBe(written?.digest);
});

test('one broken file hides no other', () => {
  const { written, problems } = readFiles([
    file('person: [', 'grants/a.yaml'),
    file(grant),
    file('{', 'estate/x.lock.json'),
  ]);
  expect(written.grants.map((each) => each.file)).toEqual([path]);
  expect(written.broken).toMatchObject([
    { file: 'estate/x.lock.json', kind: 'Lock' },
    { file: 'grants/a.yaml', kind: 'Grant' },
  ]);
  expect(problems.map(({ place }) => place?.file)).toEqual([
    'estate/x.lock.json',
    'grants/a.yaml',
    'grants/a.yaml',
  ]);
});

test('names that every object of the language has are names like any other', () => {
  const people = (name: string) =>
    `# yaml-language-server: $schema=../schemas/estate.schema.json\napiVersion: breakglass/v1\nkind: Estate\npeople:\n  ${name}:\n    name: A Person\n`;
  const [estate] = readFiles([file(people('constructor'), 'estate/x.yaml')]).written.estates;
  expect(Object.keys(estate?.value.people ?? {})).toEqual(['constructor']);
  expect(estate?.value.people?.['toString']).toBeUndefined();
  expect(codesOf(file(people('__proto__'), 'estate/x.yaml'))).toEqual(['BG0131']);
});

test('files that could exhaust the parser are refused in bounded time', () => {
  const head = '# yaml-language-server: $schema=../schemas/grant.schema.json\n';
  const hostile = ['[', '{a: ', '- ', '? ', 'a: ', '"', '}\n', '&a ', '!x ', '---\n', '%Y\n', '|\n', ': '];
  for (const part of hostile) {
    const began = performance.now();
    const text = `${head}a: ${part.repeat(60_000 / part.length)}`;
    expect(codesOf(file(text)).length, part).toBeGreaterThan(0);
    expect(performance.now() - began, part).toBeLessThan(10_000);
  }
  const blocks = `${head}access:\n  ${'- '.repeat(40)}x\n`;
  expect(codesOf(file(blocks))).toEqual(['BG0116']);
}, 60_000);

test('any bytes: no exception, and a file is either written or broken', () => {
  fc.assert(
    fc.property(
      hostileBytes,
      fc.constantFrom(path, 'playbooks/a.yaml', 'estate/a.yaml', 'estate/a.lock.json'),
      (bytes, at) => {
        const { written, problems } = readFiles([file(bytes, at)]);
        const read = [...written.grants, ...written.playbooks, ...written.estates, ...written.locks];
        expect(read.length + written.broken.length).toBe(1);
        expect(problems.length > 0).toBe(written.broken.length === 1);
        for (const { place, message } of problems) {
          expect(place?.file).toBe(at);
          expect(place?.length).toBeGreaterThan(0);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      },
    ),
    { numRuns: 400 },
  );
});

const pieces = [
  '\n',
  ' ',
  '  ',
  '- ',
  ': ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a',
  '*a',
  '!',
  '|',
  '>',
  '%',
  '\t',
  '\r',
  'null',
  '12',
  '${',
  '\u202E',
  '\\',
  ',',
  '?',
  '~',
  '<<',
];

/** Noise, and real grants with something put in or taken out. */
const hostileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.constantFrom(...pieces, 'person', 'kind', 'Grant', 'access'), { maxLength: 60 })
    .map((parts) => Buffer.from(parts.join(''))),
  fc
    .tuple(fc.nat(grant.length), fc.nat(12), fc.constantFrom(...pieces, ''))
    .map(([at, cut, piece]) => Buffer.from(grant.slice(0, at) + piece + grant.slice(at + cut))),
);
