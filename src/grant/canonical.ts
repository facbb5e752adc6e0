/**
 * Canonical JSON (RFC 8785) for the few kinds of values that our records hold. Strict on purpose:
 * what two encoders could write differently (floats, undefined, class instances, lone surrogates)
 * is a bug of ours and throws.
 */
import { createHash } from 'node:crypto';

const deepest = 64;

/** The one text of a value. Keys are sorted by UTF-16 code units. */
export function canonical(value: unknown, depth = 0): string {
  if (depth > deepest) throw new TypeError('nested too deeply for canonical JSON');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return integer(value);
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonical(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) return object(value, depth);
  throw new TypeError(`canonical JSON has no ${typeof value}`);
}

/**
 * Is `text` the canonical text of `value`, which was read from it? The engine's own writer is three times as
 * quick as ours and keeps the order of keys that were read: what is left to look at are that order, and
 * what ours refuses. Only a lone surrogate is written as `\\ud…`.
 */
export function isCanonical(value: unknown, text: string): boolean {
  return isStrict(value, 0) && !text.includes('\\ud')
    ? JSON.stringify(value) === text
    : isWritten(value, text);
}

function isStrict(value: unknown, depth: number): boolean {
  if (depth > deepest) return false;
  if (typeof value === 'number') return isWhole(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isStrict(item, depth + 1));
  let last = '';
  return Object.entries(value).every(([key, member]) => {
    const sorted = last <= key;
    last = key;
    return sorted && isStrict(member, depth + 1);
  });
}

function isWritten(value: unknown, text: string): boolean {
  try {
    return canonical(value) === text;
  } catch {
    return false;
  }
}

/** UTF-8 bytes of the canonical text. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonical(value), 'utf8');
}

/** `sha256:<hex>` of bytes, or of a text in UTF-8. */
export function sha256(bytes: Uint8Array | string): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function integer(value: number): string {
  if (!isWhole(value)) {
    throw new TypeError(`canonical JSON holds whole numbers only, not ${value}`);
  }
  return String(value);
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical JSON holds well-formed text only');
  return JSON.stringify(value);
}

function object(value: Record<string, unknown>, depth: number): string {
  // Sorted by code units; joined by hand, because a large archive passes through here key by key.
  let members = '';
  for (const key of Object.keys(value).sort()) {
    members += `${members === '' ? '' : ','}${text(key)}:${canonical(value[key], depth + 1)}`;
  }
  return `{${members}}`;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
