/**
 * Reads untrusted JSON strictly: a member of another type, and a member that nobody knows, is
 * refused by its path. Nothing past this file looks at raw JSON.
 */
import type { Json } from '../grant/resources.ts';

/** Names the path at which the JSON has not the shape that it must have. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export type Members = { readonly [key: string]: Json };

export function asMembers(value: unknown, path: string): Members {
  if (isMembers(value)) return value;
  throw new ShapeError(`${path} is not an object`);
}

export function asList(value: unknown, path: string): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new ShapeError(`${path} is not a list`);
}

export function asText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw new ShapeError(`${path} is not a text`);
}

export function asFlag(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new ShapeError(`${path} is not true or false`);
}

/** A list that may be left out when it is empty. */
export function asOptionalList(value: unknown, path: string): readonly Json[] {
  return value === undefined ? [] : asList(value, path);
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses members that are not in `known`, unless they hold nothing. */
export function refuseUnknown(members: Members, known: readonly string[], path: string): void {
  for (const [key, value] of Object.entries(members)) {
    if (!known.includes(key) && !isEmpty(value)) throw new ShapeError(`${path}.${key} is not known`);
  }
}

/** Null, false, no text, no items, no members. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
