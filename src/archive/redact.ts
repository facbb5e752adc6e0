/**
 * Takes secrets out of what is to be archived. Structure first (what Terraform marks as sensitive,
 * names that say password), then the rules over every text. No hash of a secret stays behind: a
 * short one could be guessed from it.
 */
import type { Json } from '../grant/resources.ts';
import { isSecretName } from '../grant/secrets/names.ts';
import { redactText } from '../grant/secrets/redact-text.ts';

export type RedactedJson = { readonly json: unknown; readonly redactions: number };

/**
 * Terraform's plan JSON. `configuration` and `variables` are dropped: they hold constants and
 * inputs in clear, and neither says what will be done.
 */
export function redactPlan(json: unknown): RedactedJson {
  const counter = { redactions: 0 };
  const plan = isObject(json) ? without(json, ['configuration', 'variables']) : json;
  return { json: redactValue(plan, counter), ...counter };
}

/** The same words and members, without the secrets that are in them: for what a record or an entry says. */
export function redacted<T extends Json>(value: T): T {
  // Only texts are replaced, by texts.
  return redactValue(value, { redactions: 0 }) as T;
}

type Counter = { redactions: number };
type JsonObject = { readonly [key: string]: unknown };

function redactValue(value: unknown, counter: Counter): unknown {
  if (typeof value === 'string') {
    const { text, redactions } = redactText(value);
    counter.redactions += redactions;
    return text;
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, counter));
  return isObject(value) ? redactObject(value, counter) : value;
}

function redactObject(object: JsonObject, counter: Counter): JsonObject {
  const masked = { ...object };
  for (const [key, marks] of markedBy) {
    if (key in object && marks in object) masked[key] = mask(object[key], object[marks], counter);
  }
  const members = Object.entries(masked).map(([key, value]) => [
    key,
    isSecretName(key) ? hideNamed(value, counter) : redactValue(value, counter),
  ]);
  return Object.fromEntries(members);
}

/** Where Terraform says which parts of a value are sensitive: `true` at the part, in the same shape. */
const markedBy = [
  ['before', 'before_sensitive'],
  ['after', 'after_sensitive'],
  ['values', 'sensitive_values'],
  ['value', 'sensitive'],
] as const;

function mask(value: unknown, marks: unknown, counter: Counter): unknown {
  if (value === null || value === undefined || !isMarked(marks)) return value;
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.map((item, index) => mask(item, marks[index], counter));
  }
  if (isObject(value) && isObject(marks)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, mask(member, marks[key], counter)]),
    );
  }
  // Marked as a whole, or marked in a shape that is not the value's: all of it goes.
  counter.redactions += 1;
  return '[redacted:sensitive]';
}

function isMarked(marks: unknown): boolean {
  if (Array.isArray(marks)) return marks.some(isMarked);
  return isObject(marks) ? Object.values(marks).some(isMarked) : marks === true;
}

/** Texts under the name of a secret, also in lists; marks and switches are kept. */
function hideNamed(value: unknown, counter: Counter): unknown {
  if (Array.isArray(value)) return value.map((item) => hideNamed(item, counter));
  if (typeof value !== 'string' || value === '' || value.startsWith('[redacted:')) {
    return redactValue(value, counter);
  }
  counter.redactions += 1;
  return '[redacted:named-secret]';
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
}
