/** A text and the arithmetic between offsets in it and the places that people read. */
import type { Place } from '../../problem/problem.ts';

/** Offsets into the text, in UTF-16 units; `end` is behind the last one. */
export type Span = { readonly start: number; readonly end: number };

export type Source = {
  readonly file: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lines: readonly number[];
};

export function sourceOf(file: string, text: string): Source {
  const lines = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return { file, text, lines };
}

/** The place of a span; what reaches over several lines is cut at the end of its first. */
export function placeOf(source: Source, span: Span): Place {
  const line = lineOf(source, span.start);
  const start = source.lines[line] ?? 0;
  const excerpt = lineText(source, line);
  const end = Math.min(span.end, start + excerpt.length);
  return {
    file: source.file,
    line: line + 1,
    column: span.start - start + 1,
    length: Math.max(1, end - span.start),
    excerpt,
  };
}

/** The line, counted from 0, that holds the offset. */
export function lineOf(source: Source, offset: number): number {
  let low = 0;
  let high = source.lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((source.lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A line, counted from 0, without its line ending. */
export function lineText(source: Source, line: number): string {
  const start = source.lines[line] ?? source.text.length;
  const next = source.lines[line + 1];
  const text = source.text.slice(start, next === undefined ? undefined : next - 1);
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
