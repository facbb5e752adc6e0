/**
 * One mistake is one problem, at its place, and hides no other: any of the mistakes below together
 * give what each gives by itself.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFiles } from '../../../src/grant/check.ts';
import { pathsIn } from '../../../src/grant/holes.ts';
import type { SourceFile, WrittenFile } from '../../../src/grant/written.ts';
import type { Problem } from '../../../src/problem/problem.ts';
import { exampleFiles } from '../../situations/situation.ts';

/** `rests`: other lines without which nobody could see this mistake. */
type Mistake = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly was: string;
  readonly is: string;
  readonly rests: readonly string[];
};

const examples = exampleFiles();
const { written } = checkFiles(examples);
const all = [...written.grants, ...written.playbooks, ...written.estates, ...written.locks];

/** A list of a list in the place of each value: no field takes one. */
const ofForm = all.flatMap((file: WrittenFile<unknown>) =>
  pathsIn(file.value)
    .map((path) => ({ path, ...file.place(path) }))
    .filter(({ path, excerpt, column }) => isSingle(file.value, path) && excerpt[column - 1] !== '>')
    .map(({ line, column, length, excerpt }): Mistake => {
      const was = excerpt.slice(column - 1, column - 1 + length);
      return { file: file.file, line, column, was, is: '[[7]]', rests: [] };
    }),
);

const grant = (who: string) => `grants/2026-11-22-${who}.yaml`;
const orders = 'playbooks/orders-db-read.yaml';
const estate = 'estate/quillmark.yaml';

/** The text that stands there once, what a tired person writes instead, and what only shows beside other lines. */
const ofMeaning = [
  mistake(grant('orders-read-alba'), 'person: ', ['alba', 'abla']),
  mistake(grant('orders-read-alba'), 'from: ', ['office-vpn', 'ofice-vpn']),
  mistake(grant('orders-unblock-mei'), 'target: ', ['prod-eu', 'prod-ue']),
  mistake(grant('orders-unblock-mei'), 'database: ', ['orders-prod', 'order-prod']),
  mistake(
    grant('orders-unblock-mei'),
    'notAfter: ',
    ['2026-11-22', '2026-11-28'],
    [[grant('orders-unblock-mei'), 'id: ']],
  ),
  mistake(
    grant('orders-read-bo'),
    'level: ',
    ['read', 'raed'],
    [
      [grant('orders-read-bo'), 'target: '],
      [grant('orders-read-bo'), 'database: '],
    ],
  ),
  mistake(
    grant('orders-read-bo'),
    'incident: ',
    ['INC-4411', 'TICKET-4411'],
    [
      [grant('orders-read-bo'), 'playbook: '],
      [orders, 'id: '],
      [orders, 'pattern: '],
    ],
  ),
  mistake(grant('carts-item-lena'), 'playbook: ', ['carts-fix-item', 'cart-fix-item']),
  mistake(grant('carts-item-lena'), 'table: ', ['carts-prod', 'cart-prod']),
  mistake('playbooks/bad-migration.yaml', 'owner: ', ['team:dba', 'team:dbas']),
  mistake('playbooks/bad-migration.yaml', 'from: [', ['bastion-eu', 'bastion-us']),
  mistake('playbooks/stock-correction.yaml', 'maxDuration: ', ['60m', '780m']),
  mistake('playbooks/stock-correction.yaml', 'database: ', ['stock-prod', 'stocks']),
  mistake(estate, 'office-vpn: { cidrs: [', ['203.0.113.0/28', '203.0.113.0/16']),
  mistake(estate, 'carts: { members: [', ['lena', 'lenna']),
  mistake(estate, 'carts-prod:\n    target: ', ['prod-eu', 'prod-us']),
];

test('there are enough mistakes', () => {
  expect(ofForm.length).toBeGreaterThan(300);
  expect(new Set(ofMeaning.map(({ is }) => is)).size).toBe(ofMeaning.length);
});

const alone = new Map([...ofForm, ...ofMeaning].map((one) => [one, checkWith([one])]));

test('each mistake is one problem, at its place', () => {
  for (const [{ file, line, column }, found] of alone) {
    const places = found.map(({ place }) => `${place?.file}:${place?.line}:${place?.column}`);
    expect(places, JSON.stringify(found)).toEqual([`${file}:${line}:${column}`]);
  }
});

test('mistakes beside each other are as many problems', { timeout: 120_000 }, () => {
  const some = fc.tuple(
    fc.subarray(ofMeaning, { maxLength: 8 }),
    fc.shuffledSubarray(ofForm, { minLength: 1, maxLength: 6 }),
  );
  const result = fc.check(
    fc.property(some, ([meaning, form]) => {
      const mistakes = apart([...meaning, ...form]);
      const each = mistakes.flatMap((one) => alone.get(one)?.map(brief));
      expect(checkWith(mistakes).map(brief).sort()).toEqual(each.sort());
    }),
    { numRuns: 300 },
  );
  process.stdout.write(`seed ${result.seed}: ${result.numRuns} repositories\n`);
  if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
});

function checkWith(mistakes: readonly Mistake[]): readonly Problem[] {
  return checkFiles(examples.map((file) => mistakes.reduce(withMistake, file))).problems;
}

function withMistake(file: SourceFile, { file: path, line, column, was, is }: Mistake): SourceFile {
  if (file.path !== path) return file;
  const lines = Buffer.from(file.bytes).toString().split('\n');
  const text = lines[line - 1] ?? '';
  expect(text.slice(column - 1)).toSatisfy((rest: string) => rest.startsWith(was));
  const changed = text.slice(0, column - 1) + is + text.slice(column - 1 + was.length);
  return { ...file, bytes: Buffer.from(lines.with(line - 1, changed).join('\n')) };
}

/** One a line, and none on a line that another rests on. */
function apart(mistakes: readonly Mistake[]): Mistake[] {
  const at = ({ file, line }: Mistake) => `${file}:${line}`;
  return mistakes.filter(
    (one, index) =>
      mistakes.findIndex((other) => at(other) === at(one)) === index &&
      !mistakes.some(({ rests }) => rests.includes(at(one))),
  );
}

function brief({ code, message, place }: Problem): string {
  return `${place?.file}:${place?.line}:${place?.column} ${code} ${message}`;
}

function isSingle(value: unknown, path: readonly (string | number)[]): boolean {
  const at = path.reduce((inner, name) => (inner as { readonly [name: string]: unknown })[name], value);
  return typeof at !== 'object';
}

function mistake(
  file: string,
  before: string,
  [was, is]: readonly [string, string],
  rests: readonly (readonly [string, string])[] = [],
): Mistake {
  return { ...placeOf(file, before, was), was, is, rests: rests.map((one) => lineOf(...one)) };
}

function lineOf(path: string, text: string): string {
  const { file, line } = placeOf(path, text, '');
  return `${file}:${line}`;
}

function placeOf(file: string, before: string, text: string): Pick<Mistake, 'file' | 'line' | 'column'> {
  const whole = Buffer.from(examples.find(({ path }) => path === file)?.bytes ?? []).toString();
  const at = whole.indexOf(before + text);
  expect(at, `${before}${text} in ${file}`).toBeGreaterThan(0);
  const lines = whole.slice(0, at + before.length).split('\n');
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
