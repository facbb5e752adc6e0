/**
 * Records between bytes and values. Nothing is written that does not pass its schema, and nothing
 * is believed that does not pass it when it is read.
 */
import { canonicalBytes, isCanonical } from '../grant/canonical.ts';
import { compiled } from './compiled.ts';
import type { Ending, Entry, Genesis, Trusted, Warrant } from './records.ts';

export type RecordOf = {
  genesis: Genesis;
  trusted: Trusted;
  warrant: Warrant;
  ending: Ending;
  entry: Entry;
};

export type RecordKind = keyof RecordOf;

/** A record, or in which way the bytes are none. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly change: 'malformed' | 'not canonical' | 'unknown version';
      readonly why: string;
    };

/** Reads the bytes of a record: UTF-8, JSON, its one canonical form, its version, its schema. */
export function readRecord<K extends RecordKind>(kind: K, bytes: Uint8Array): Read<RecordOf[K]> {
  const parsed = parse(bytes);
  if (!parsed.ok) return parsed;
  const version = versionOf(parsed.value);
  const known = `breakglass/${kind}/1`;
  if (version?.startsWith(`breakglass/${kind}/`) && version !== known) {
    return { ok: false, change: 'unknown version', why: `it is ${version}, this program knows ${known}` };
  }
  const why = failure(kind, parsed.value);
  // The schema of the kind has passed the value.
  return why === undefined
    ? { ok: true, value: parsed.value as RecordOf[K] }
    : { ok: false, change: 'malformed', why };
}

/** Bytes of a record. One that does not pass its schema is a bug of the caller and throws. */
export function recordBytes<K extends RecordKind>(kind: K, value: RecordOf[K]): Uint8Array {
  const why = failure(kind, value);
  if (why !== undefined) throw new TypeError(`not a record of kind ${kind}: ${why}`);
  return canonicalBytes(value);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(bytes: Uint8Array): Read<unknown> {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { ok: false, change: 'malformed', why: 'it is not JSON in UTF-8' };
  }
  if (isCanonical(value, text)) return { ok: true, value };
  return { ok: false, change: 'not canonical', why: 'the same content has another form in bytes' };
}

function versionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('v' in value)) return undefined;
  return typeof value.v === 'string' ? value.v : undefined;
}

function failure(kind: RecordKind, value: unknown): string | undefined {
  const validate = compiled(kind);
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  return `${error?.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${error?.message ?? 'is wrong'}`;
}
