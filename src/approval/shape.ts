/** Reads answers of others strictly: what is missing, of another type, unknown or cut short is `Incomplete`. */
import { type Instant, parseInstant } from '../grant/lifetime.ts';

/** Caught where answers are turned into evidence, which is then unknown as a whole. */
export class Incomplete extends Error {
  override readonly name = 'Incomplete';
}

/** A value with its place in the answer, as `pullRequest.reviews.nodes.2`. */
export type Part = { readonly value: unknown; readonly at: string };

export function part(whole: Part, name: string): Part {
  const value = member(whole, name);
  if (value === undefined) throw new Incomplete(`has no ${whole.at}.${name}`);
  return { value, at: `${whole.at}.${name}` };
}

/** What a value that may be anything has under a name. */
export function member({ value }: Part, name: string): unknown {
  return (value as { readonly [name: string]: unknown } | null | undefined)?.[name];
}

export function text(whole: Part, name: string): string {
  const { value, at } = part(whole, name);
  if (typeof value !== 'string') throw new Incomplete(`says no text in ${at}`);
  return value;
}

export function number(whole: Part, name: string): number {
  const { value, at } = part(whole, name);
  if (typeof value !== 'number') throw new Incomplete(`says no number in ${at}`);
  return value;
}

export function yes(whole: Part, name: string): boolean {
  const { value, at } = part(whole, name);
  if (typeof value !== 'boolean') throw new Incomplete(`says neither yes nor no in ${at}`);
  return value;
}

export function instant(whole: Part, name: string): Instant {
  const found = parseInstant(text(whole, name));
  if (found === undefined) throw new Incomplete(`says no time in ${whole.at}.${name}`);
  return found;
}

/** Undefined for `null`: it was asked for, and there is none. */
export function maybe<T>(whole: Part, name: string, read: (whole: Part, name: string) => T): T | undefined {
  return part(whole, name).value === null ? undefined : read(whole, name);
}

/** A word that is not in the list may mean anything. */
export function word<T extends string>(whole: Part, name: string, known: readonly T[]): T {
  const said = text(whole, name);
  const found = known.find((one) => one === said);
  if (found === undefined) throw new Incomplete(`says an unknown word in ${whole.at}.${name}`);
  return found;
}

export function list({ value, at }: Part): Part[] {
  if (!Array.isArray(value)) throw new Incomplete(`holds no list in ${at}`);
  return value.map((one: unknown, index) => ({ value: one, at: `${at}.${index}` }));
}

/** All nodes of a connection of GraphQL, with the pages joined; each must have come. */
export function nodes(whole: Part, name: string): Part[] {
  const connection = part(whole, name);
  const found = list(part(connection, 'nodes'));
  const count = number(connection, 'totalCount');
  if (found.length !== count) throw new Incomplete(`holds ${found.length} of ${count} in ${connection.at}`);
  return found;
}
