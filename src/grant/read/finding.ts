/** A problem of one file while that file is being read: it has a span, but no place yet. */
import type { ProblemCode } from '../../problem/codes/codes.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Path } from '../written.ts';
import { placeOf, type Source, type Span } from './source.ts';

/** What is wrong, in words. */
export type Fault = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly label?: string;
  readonly hint?: string;
};

export type Finding = Fault & {
  readonly span: Span;
  /** The values that nothing may rest on; without it those that the span touches. */
  readonly spoils?: readonly Path[];
};

/** A finding of the whole file stands at its beginning. */
export const wholeFile: Span = { start: 0, end: 0 };

export function problemOf(finding: Finding, source: Source): Problem {
  const { span, spoils: _, ...fault } = finding;
  return { ...fault, severity: 'error', place: placeOf(source, span) };
}

/**
 * Findings of a later stage that touch what an earlier stage has refused: a character that is
 * refused also spoils the name that it stands in, and that is one problem, not two.
 */
export function withoutFollowers(earlier: readonly Finding[], later: readonly Finding[]): Finding[] {
  return later.filter((finding) => !earlier.some((cause) => touches(cause.span, finding.span)));
}

/** A value of the file, short enough for a message. */
export function quote(text: string): string {
  if (text === '') return '`""`';
  const characters = [...text];
  const short = characters.length > 60 ? `${characters.slice(0, 57).join('')}...` : text;
  return `\`${short.replaceAll('\n', ' ')}\``;
}

export function touches(a: Span, b: Span): boolean {
  return a.start < Math.max(b.end, b.start + 1) && b.start < Math.max(a.end, a.start + 1);
}
