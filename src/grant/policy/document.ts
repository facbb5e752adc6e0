/** The few shapes of IAM policy documents that breakglass writes (IAM reference: policy grammar). */
import { formatInstant, type Instant } from '../lifetime.ts';

export type Condition = {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
};

export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: { readonly AWS: string };
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Condition;
};

export type Document = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

/** From its activation on, until the second before its end. */
export type Window = { readonly activation: Instant; readonly end: Instant };

export function document(statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * Half-open, judged by AWS's own clock. An Allow with these fails closed when the key is missing.
 * UTC seconds with `Z` and nothing else: other date forms are read differently by different judges.
 */
export function inside(window: Window): Condition {
  return {
    DateGreaterThanEquals: { 'aws:CurrentTime': formatInstant(window.activation) },
    DateLessThan: { 'aws:CurrentTime': formatInstant(window.end) },
  };
}

/** Conditions of one statement, operator by operator: two with the same operator must not hide each other. */
export function merge(...conditions: readonly Condition[]): Condition {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const condition of conditions) {
    for (const [operator, keys] of Object.entries(condition))
      merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}
