/** Problems as people read them: code, place, the line itself with a mark under it, and what to do. */
import pc from 'picocolors';
import type { Problem } from '../problem/problem.ts';
import { excerptLines } from './excerpt.ts';
import { safe } from './safe.ts';
import { plural } from './words.ts';

export type ProblemLook = {
  /** Adds colour; every word and mark stands there without it too. */
  readonly colour: boolean;
  /** Columns of the terminal, 100 if not known. Only excerpts are cut to it, never a message. */
  readonly width?: number;
};

/** All problems, one block each, and their count at the end. Empty for no problems. */
export function renderProblems(problems: readonly Problem[], look: ProblemLook): string {
  if (problems.length === 0) return '';
  const blocks = problems.map((problem) => block(problem, look));
  return `${blocks.join('\n\n')}\n\n${countLine(problems)}`;
}

function block(problem: Problem, { colour, width = 100 }: ProblemLook): string {
  const paint = pc.createColors(colour);
  const tone = problem.severity === 'error' ? paint.red : paint.yellow;
  const { place, label = '', hint } = problem;
  const head = `${tone(paint.bold(`${problem.severity}[${problem.code}]`))}: ${paint.bold(safe(problem.message))}`;
  const gutter = ' '.repeat(String(place?.line ?? 0).length);
  const help = hint === undefined ? [] : [`${gutter} ${paint.cyan('=')} help: ${safe(hint)}`];
  if (!place) return [head, ...help].join('\n');
  const arrow = `${gutter}${paint.cyan('-->')} ${safe(place.file)}`;
  if (place.excerpt === '') return [head, arrow, ...help].join('\n');
  const where = `${arrow}:${place.line}:${place.column}`;
  const { line, mark } = excerptLines(place, Math.max(30, width - gutter.length - 3));
  const bar = paint.cyan('|');
  const marked = `${gutter} ${bar} ${tone(`${mark}${label === '' ? '' : ` ${safe(label)}`}`)}`;
  return [head, where, `${gutter} ${bar}`, `${place.line} ${bar} ${line}`, marked, ...help].join('\n');
}

function countLine(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const files = new Set(problems.flatMap(({ place }) => (place ? [place.file] : []))).size;
  const warnings = problems.length - errors;
  const counts = [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')];
  const where = files === 0 ? '' : ` in ${plural(files, 'file')}`;
  return `${counts.filter((part) => part !== 0).join(', ')}${where}`;
}
