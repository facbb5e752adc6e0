/**
 * The one place where text becomes Terraform text. Terraform evaluates `${…}` and `%{…}` in every
 * string of its JSON, keys included: unescaped, a description of `${file("/etc/hostname")}` reads
 * a file of the machine that plans.
 */
import type { Json } from '../src/grant/resources.ts';

/** Text that cdktf takes for a reference of its own, also after escaping. */
const reference = 'TfToken[';

/** The same value with every string in it, and every key, escaped. Throws on text that cdktf would evaluate. */
export function escapeDeep(value: Json): Json {
  if (typeof value === 'string') return escapeText(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(escapeDeep);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [escapeText(key), escapeDeep(member)]),
  );
}

/** One string, so that Terraform reads back exactly `text`. */
export function escapeText(text: string): string {
  if (text.includes(reference)) throw new Error('a value holds `TfToken[`, which synthesis would evaluate');
  return text.replaceAll(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);
}

function isList(value: Exclude<Json, null | boolean | number | string>): value is readonly Json[] {
  return Array.isArray(value);
}
