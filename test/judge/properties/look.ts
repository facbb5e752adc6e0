/** Taking policy documents apart, without knowing what they mean. */
import type { Policy } from '../judge.ts';

export type Looked = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } };
};

/** The statements of trust and permissions, whichever are given. */
export function documents({ trust, permissions }: { trust?: Policy; permissions?: Policy }): Looked[] {
  return [trust, permissions].flatMap((one) => (one?.Statement ?? []) as Looked[]);
}

/** `Allow Bool aws:ViaAWSService`: effect, operator and key of each condition. */
export function pairsOf({ Effect, Condition = {} }: Looked): string[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => `${Effect} ${operator} ${key}`),
  );
}

/** Every text in a value, keys included. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}

/** What is there and should not be; and, unless `fewer` is allowed, what should be there and is not. */
export function without(found: readonly string[], wanted: readonly string[], fewer?: 'fewer'): string[] {
  const more = found.filter((one, n) => !wanted.includes(one) || found.indexOf(one) !== n);
  const less = fewer ? [] : wanted.filter((one) => !found.includes(one));
  return [...more.map((one) => `has ${one}`), ...less.map((one) => `lacks ${one}`)];
}
