/** Looking into policy documents: what is in them, without knowing what it means. */
import type { Statement } from '../../../../src/grant/policy/document.ts';

/** Condition operators, each once, sorted. */
export function operators(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ Condition = {} }) => Object.keys(Condition)))].sort();
}

/** Every value that a date operator compares. */
export function dates(statements: readonly Statement[]): unknown[] {
  return statements.flatMap(({ Condition = {} }) =>
    Object.entries(Condition).flatMap(([operator, keys]) =>
      operator.startsWith('Date') ? Object.values(keys) : [],
    ),
  );
}

/** Every text in a value, keys included. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}

/** Each action of an Allow with each of its resources. */
export function allowed(statements: readonly Statement[]): string[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action = [], Resource = [] }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    );
}
