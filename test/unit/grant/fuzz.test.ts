/**
 * Files that nobody would write, made of those that somebody did. `BREAKGLASS_FUZZ` says how many,
 * `BREAKGLASS_SEED` repeats a run; a failure prints the smallest file that it was found with.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { canonical } from '../../../src/grant/canonical.ts';
import { judge } from '../../../src/grant/check.ts';
import { formatFile } from '../../../src/grant/format.ts';
import type { Grant } from '../../../src/grant/grant.ts';
import { meaningOf } from '../../../src/grant/meaning.ts';
import { readFiles } from '../../../src/grant/read/read.ts';
import type { SourceFile, Written } from '../../../src/grant/written.ts';
import { type Problem, sortProblems } from '../../../src/problem/problem.ts';
import { exampleFiles } from '../../situations/situation.ts';

const { BREAKGLASS_FUZZ, BREAKGLASS_SEED: seed } = process.env;
const runs = Number(BREAKGLASS_FUZZ ?? 5000);

const repository = exampleFiles();
const { pages } = readFiles(repository).written;
const examples = repository.filter(({ path }) => !pages.has(path));
const texts = examples.map(({ bytes }) => Buffer.from(bytes).toString());
const readings = examples.map((file) => readFiles([file]).written);

test(`${runs} changed files`, { timeout: 600_000 }, () => {
  let accepted = 0;
  const asked = fc.property(madeFile, ({ index, path, text }) => {
    const made: SourceFile = { path, mode: 'file', bytes: Buffer.from(text, 'latin1') };
    const { grants, problems } = check(made, index);
    expectSound(problems, made);
    if (problems.length > 0 || path.endsWith('.json')) return;
    accepted += 1;
    expect(check(formatted(made), index).grants).toEqual(grants);
  });
  const result = fc.check(asked, { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) });
  process.stdout.write(`seed ${result.seed}: ${result.numRuns} files, ${accepted} accepted\n`);
  if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
  expect(accepted, 'accepted').toBeGreaterThan(runs / 100);
});

/** The whole repository with one file in place of its example: what the grants mean, and what is wrong. */
function check(file: SourceFile, index: number): { grants: string[]; problems: readonly Problem[] } {
  const began = process.cpuUsage();
  const { written, problems } = readFiles([file]);
  const { drafts, problems: found } = judge(together(readings.with(index, written)));
  const all = sortProblems([...problems, ...found]);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1e6, 'seconds').toBeLessThan(1);
  return { grants: all.length === 0 ? drafts.map(meaning) : [], problems: all };
}

function together(readings: readonly Written[]): Written {
  return {
    grants: readings.flatMap(({ grants }) => grants),
    playbooks: readings.flatMap(({ playbooks }) => playbooks),
    estates: readings.flatMap(({ estates }) => estates),
    locks: readings.flatMap(({ locks }) => locks),
    broken: readings.flatMap(({ broken }) => broken),
    pages,
  };
}

/** All that a grant opens, for how long, and why. */
function meaning(grant: Grant): string {
  const { minutes, notAfter, incident, reason } = grant;
  return canonical({ meaning: meaningOf(grant), minutes, notAfter, incident, reason });
}

function formatted(file: SourceFile): SourceFile {
  const result = formatFile(file.path, Buffer.from(file.bytes).toString());
  if (!result.ok) throw new Error(`accepted, but cannot be formatted: ${JSON.stringify(result.problems)}`);
  return { ...file, bytes: Buffer.from(result.value) };
}

/** Places are inside the files, each problem is told once, and speaks of what is there. */
function expectSound(problems: readonly Problem[], made: SourceFile): void {
  expect(new Set(problems.map((problem) => JSON.stringify(problem))).size).toBe(problems.length);
  for (const { place, message, label, hint } of problems) {
    // A name of the file may itself hold a backquote.
    const said = [message, label, hint].join(' ');
    expect(said).not.toMatch(made.bytes.includes(0x60) ? /undefined|\[object/ : /undefined|\[object|NaN|``/);
    if (!place) throw new Error(`no place: ${message}`);
    const bytes = [made, ...examples].find(({ path }) => path === place.file)?.bytes ?? new Uint8Array();
    const lines = Buffer.from(bytes)
      .toString()
      .replace(/^\uFEFF/, '')
      .split('\n');
    expect(place.line).toBeLessThanOrEqual(lines.length);
    if (place.excerpt === '') continue;
    expect(lines[place.line - 1]?.replace(/\r$/, '')).toBe(place.excerpt);
    expect(place.column + place.length - 1).toBeLessThanOrEqual(place.excerpt.length + 1);
  }
}

type Make = (bytes: Uint8Array) => Uint8Array;
type Rewrite = (lines: string[]) => string[];

const at = fc.nat(2000);

/** All `name: value` of the examples: a value of one file in a field of another. */
const values = texts.flatMap((text) =>
  [...text.matchAll(/^[ -]*\w+: (.+)$/gm)].map(([, value = '']) => value),
);

const lineChange: fc.Arbitrary<Rewrite> = fc.oneof(
  at.map((n) => (lines: string[]) => lines.toSpliced(n % lines.length, 1)),
  at.map((n) => (lines: string[]) => lines.toSpliced(n % lines.length, 0, lines[n % lines.length] ?? '')),
  fc.tuple(at, at).map(
    ([a, b]) =>
      (lines: string[]) =>
        swapped(lines, a % lines.length, b % lines.length),
  ),
  fc.tuple(at, at).map(
    ([a, b]) =>
      (lines: string[]) =>
        withNames(lines, a % lines.length, b % lines.length),
  ),
  fc.tuple(at, fc.constantFrom(...values)).map(
    ([n, value]) =>
      (lines: string[]) =>
        changed(lines, n, (line) => line.replace(/: .+$/, `: ${value}`)),
  ),
  fc.tuple(at, at, fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ maxLength: 4 }))).map(
    ([n, column, text]) =>
      (lines: string[]) =>
        changed(lines, n, (line) => {
          const place = column % (line.length + 1);
          return line.slice(0, place) + text + line.slice(place);
        }),
  ),
  fc.tuple(at, fc.constantFrom(...'[]{}"\'#&*!|>%@`,:-?~')).map(
    ([n, sign]) =>
      (lines: string[]) =>
        changed(lines, n, (line) => line.replace(/(?<=: |- )/, sign)),
  ),
  fc.tuple(at, fc.constantFrom('  ', ' # x', '""', '>-\n  x')).map(
    ([n, end]) =>
      (lines: string[]) =>
        changed(lines, n, (line) => line + end),
  ),
);

const changes: fc.Arbitrary<Make> = fc
  .tuple(
    fc.array(lineChange, { maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(20_000), fc.nat(7)), { maxLength: 2 }),
  )
  .map(([rewrites, flips]) => (bytes: Uint8Array) => {
    const lines = rewrites.reduce((all, rewrite) => rewrite(all), Buffer.from(bytes).toString().split('\n'));
    const result = Buffer.from(lines.join('\n'));
    for (const [n, bit] of flips) {
      const place = n % Math.max(1, result.length);
      result.fill((result[place] ?? 0) ^ (1 << bit), place, place + 1);
    }
    return result;
  });

function changed(lines: string[], n: number, change: (line: string) => string): string[] {
  return lines.with(n % lines.length, change(lines[n % lines.length] ?? ''));
}

function swapped(lines: string[], a: number, b: number): string[] {
  return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
}

/** The values of two lines under the name of the other. */
function withNames(lines: string[], a: number, b: number): string[] {
  const name = (n: number) => /^[^:]*/.exec(lines[n] ?? '')?.[0] ?? '';
  const rest = (n: number) => (lines[n] ?? '').slice(name(n).length);
  return lines.with(a, name(b) + rest(a)).with(b, name(a) + rest(b));
}

const names = [...new Set(texts.flatMap((text) => [...text.matchAll(/[\w-]+(?=:)/g)].map(([name]) => name)))];

/** Any tree in a place of the file's own. */
const { node } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1e21, '', ...values),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 4 })), tie('node'), {
      maxKeys: 5,
    }),
  ),
}));

const tree: fc.Arbitrary<Make> = fc
  .tuple(node, at, fc.constantFrom('QUOTE_DOUBLE', 'PLAIN', 'BLOCK_LITERAL'))
  .map(([value, n, defaultStringType]) => (bytes: Uint8Array) => {
    const text = Buffer.from(bytes).toString();
    const whole: unknown = parse(text);
    const holder = typeof whole === 'object' && whole !== null ? whole : {};
    const fields = Object.keys(holder);
    const made = { ...holder, [fields[n % fields.length] ?? 'x']: value };
    const written =
      bytes[0] === 0x7b ? JSON.stringify(made, null, 2) : stringify(made, { defaultStringType });
    return Buffer.from(`${text.split('\n')[0]?.startsWith('#') ? `${text.split('\n')[0]}\n` : ''}${written}`);
  });

/** One of the examples, changed. `text` holds a character per byte, so that a failure can be read. */
const madeFile = fc.tuple(fc.nat(examples.length - 1), fc.oneof(changes, tree)).map(([index, make]) => {
  const file = examples[index];
  if (!file) throw new Error('there are no examples');
  return { index, path: file.path, text: Buffer.from(make(file.bytes)).toString('latin1') };
});
