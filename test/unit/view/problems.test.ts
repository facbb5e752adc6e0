import { expect, test } from 'vitest';
import type { Place, Problem } from '../../../src/problem/problem.ts';
import { renderProblems } from '../../../src/view/problems.ts';

const file = 'grants/2026-11-22-orders-read-alba.yaml';

function problem(excerpt: string, marked: string, rest: Partial<Problem> = {}): Problem {
  const column = excerpt.indexOf(marked) + 1;
  const place: Place = { file, line: 9, column, length: marked.length, excerpt };
  return { code: 'BG0122', severity: 'error', message: 'unknown field', place, label: 'here', ...rest };
}

function plain(...problems: Problem[]): string {
  return renderProblems(problems, { colour: false });
}

/** The columns, as a terminal counts them, under which the mark stands. */
function markOf(rendered: string): string | undefined {
  return rendered.split('\n').find((line) => line.includes('^'));
}

test('a problem with everything', () => {
  const shown = plain(
    problem('    level: raed', 'raed', { message: 'no level `raed`', hint: 'did you mean `read`?' }),
  );
  expect(shown).toBe(`error[BG0122]: no level \`raed\`
 --> ${file}:9:12
  |
9 |     level: raed
  |            ^^^^ here
  = help: did you mean \`read\`?

1 error in 1 file`);
});

test('a problem without place, label and hint, and a warning', () => {
  const bare: Problem = { code: 'BG0109', severity: 'warning', message: 'something' };
  expect(plain(bare)).toBe('warning[BG0109]: something\n\n1 warning');
  const whole: Place = { file, line: 1, column: 1, length: 1, excerpt: '' };
  expect(plain({ ...bare, place: whole })).toBe(
    `warning[BG0109]: something\n --> ${file}\n\n1 warning in 1 file`,
  );
});

test('nothing for no problems', () => {
  expect(plain()).toBe('');
});

test('errors, warnings and files are counted', () => {
  const first = problem('a: b', 'a');
  const other = problem('a: b', 'a', {
    severity: 'warning',
    place: { file: 'x', line: 1, column: 1, length: 1, excerpt: 'a' },
  });
  expect(plain(first, first, other)).toMatch(/\n\n2 errors, 1 warning in 2 files$/);
});

test.each([
  ['wide characters before it', 'name: 漢字 x', 'x', 11],
  ['a combining mark before it', 'name: e\u0301 x', 'x', 8],
  ['a pictograph before it', 'name: 🚑 x', 'x', 9],
  ['a tab before it', '\tname', 'name', 4],
  ['an invisible character before it', 'al\u202Eba x', 'x', 13],
])('the mark stands right with %s', (_, excerpt, marked, column) => {
  const mark = markOf(plain(problem(excerpt, marked)));
  expect(mark?.indexOf('^')).toBe('9 | '.length + column);
  expect(mark?.match(/\^+/)?.[0]).toHaveLength(marked.length);
});

test('a wide character is marked over its whole width', () => {
  expect(markOf(plain(problem('name: 漢字', '漢字')))).toContain(' ^^^^ here');
});

test('a mark behind the end of the line has a place to stand', () => {
  const place: Place = { file, line: 9, column: 8, length: 1, excerpt: 'person:' };
  const lines = plain(problem('', '', { place })).split('\n');
  expect(lines).toContain('9 | person:');
  expect(lines).toContain('  |        ^ here');
});

test('foreign text cannot command the terminal', () => {
  const foreign = 'a\u001B[2Jb\u202Ec\rd\u200Be\u2028f';
  const shown = plain(
    problem(foreign, 'b', {
      message: foreign,
      label: foreign,
      hint: foreign,
      place: { file: foreign, line: 1, column: 6, length: 1, excerpt: foreign },
    }),
  );
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(shown).toContain('a\\u{1b}[2Jb\\u{202e}c\\u{d}d\\u{200b}e\\u{2028}f');
});

test('a long line is cut around the mark, to the width of the terminal', () => {
  const shown = renderProblems([problem(`${'x'.repeat(300)}HERE${'y'.repeat(300)}`, 'HERE')], {
    colour: false,
    width: 60,
  });
  const [line = '', mark = ''] = shown.split('\n').slice(3, 5);
  expect(line.length).toBeLessThanOrEqual(60);
  expect(line).toMatch(/^9 \| \.\.\.x+HEREy+\.\.\.$/);
  expect(mark.indexOf('^^^^')).toBe(line.indexOf('HERE'));
});

test('colour adds nothing but colour', () => {
  const problems = [
    problem('level: raed', 'raed', { hint: 'did you mean `read`?' }),
    problem('漢', '漢', { severity: 'warning' }),
  ];
  const coloured = renderProblems(problems, { colour: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is made of them.
  expect(coloured.replace(/\u001B\[\d+m/g, '')).toBe(renderProblems(problems, { colour: false }));
  expect(coloured).toContain('\u001B[31m');
});
