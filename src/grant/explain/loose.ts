/** Parts of JSON of which nothing is known yet. What is not there, or is something else, is empty. */
import type { Json } from '../resources.ts';

export type Loose = Json | undefined;

export function part(value: Loose, ...path: readonly string[]): Loose {
  return path.reduce<Loose>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

export function list(value: Loose): readonly Json[] {
  return isList(value) ? value : [];
}

export function text(value: Loose): string {
  return typeof value === 'string' ? value : '';
}

/** IAM writes one text where a list may stand. */
export function texts(value: Loose): string[] {
  return (isList(value) ? value : [value]).filter((one) => typeof one === 'string');
}

export function isObject(value: Loose): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: Loose): value is readonly Json[] {
  return Array.isArray(value);
}
