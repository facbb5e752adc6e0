/** The picture of the drill: what is kept of its output, and that the drawing shows text as text. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { excerpt } from '../../../scripts/picture/excerpt.ts';
import { drawTerminal } from '../../../scripts/picture/terminal.ts';

const step = (number: number, title: string, seconds: string) =>
  `\u001b[2m${String(number).padStart(2)}\u001b[22m  \u001b[1m${title.padEnd(56)}\u001b[22m\u001b[2m${seconds.padStart(6)} s\u001b[22m`;

test('every kind of step is kept, and what is cut says so', () => {
  const text = [
    step(1, 'tools found', '0.1'),
    '      Terraform v1.11.4',
    '      git version 2.39.5',
    step(2, 'time passes to end 1 of 2', '0.0'),
    '      from → to',
    '   3.1 s  planning 4 resources',
    step(3, 'time passes to end 2 of 2', '0.0'),
    '      from → to',
    step(4, 'archive verified', '0.0'),
    `      ${'x'.repeat(200)}`,
    '',
    'what a local AWS cannot show:',
    '  - one',
    '  - two',
  ].join('\r\n');
  expect(excerpt(text)).toEqual([
    step(1, 'tools found', '0.1'),
    '      Terraform v1.11.4  … 1 more',
    step(2, 'time passes to end 1 of 2', '0.0'),
    '      from → to',
    '      … 1 more like these',
    step(4, 'archive verified', '0.0'),
    `      ${'x'.repeat(107)}…`,
    '',
    'what a local AWS cannot show:',
    '  - one',
    '  - two',
  ]);
});

test('text is drawn as text, in its colours, and nothing is fetched or run', () => {
  const picture = drawTerminal('a & b', [
    '\u001b[31mred <script>\u001b[39m "plain"',
    '\u001b[1mbold\u001b[22m\u001b[0K',
  ]);
  expect(picture).toContain('$\u00a0a\u00a0&amp;\u00a0b');
  expect(picture).toContain('fill="#ff7b72">red\u00a0&lt;script&gt;</tspan>');
  expect(picture).toContain('font-weight="600">bold</tspan>');
  expect(picture).not.toContain('<script');
  expect(picture).not.toContain('\u001b');
  expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|href|url\(|@import/);
});

test('the picture in the repository is one of ours', () => {
  const picture = readFileSync('docs/drill.svg', 'utf8');
  expect(picture.replaceAll('\u00a0', ' ')).toContain('archive verified');
  expect(picture).not.toMatch(/<(script|image|foreignObject|style)\b/);
});
