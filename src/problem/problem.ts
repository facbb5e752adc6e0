/**
 * A problem is the fault of a file or of its author, as a value: collected by the pure stages,
 * rendered once by the view. What fails in the world outside is an `Outage` (src/problem/outage.ts).
 */
import type { ProblemCode } from './codes/codes.ts';

/** A place in a file. Lines and columns count from 1; `length` is in UTF-16 units on that line. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The whole source line, as it stands in the file. */
  readonly excerpt: string;
};

/** What is wrong (`message`), where (`place`, `label` under the caret), how to mend it (`hint`). */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly place?: Place;
  readonly label?: string;
  readonly hint?: string;
};

/** A value, or every problem that stands in its way. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** An error at a place. */
export function errorAt(
  place: Place,
  what: Pick<Problem, 'code' | 'message'> & Partial<Pick<Problem, 'label' | 'hint'>>,
): Problem {
  return { severity: 'error', place, ...what };
}

/** Sorts by file, line, column and code, so that the same input always prints the same list. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compare(a.place?.file ?? '', b.place?.file ?? '') ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compare(a.code, b.code),
  );
}

/** Closes a switch over a union: a member that was forgotten does not compile. */
export function never(value: never): never {
  throw new Error(`unreachable value: ${JSON.stringify(value)}`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
