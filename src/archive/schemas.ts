/**
 * Records between bytes and values. Nothing is written that does not pass its schema, and nothing
 * is believed that does not pass it when it is read.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import endingSchema from '../../schemas/records/ending.schema.json' with { type: 'json' };
import entrySchema from '../../schemas/records/entry.schema.json' with { type: 'json' };
import genesisSchema from '../../schemas/records/genesis.schema.json' with { type: 'json' };
import trustedSchema from '../../schemas/records/trusted.schema.json' with { type: 'json' };
import warrantSchema from '../../schemas/records/warrant.schema.json' with { type: 'json' };
import { canonical, canonicalBytes } from '../grant/canonical.ts';
import { parseInstant } from '../grant/lifetime.ts';
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

const schemas = {
  genesis: genesisSchema,
  trusted: trustedSchema,
  warrant: warrantSchema,
  ending: endingSchema,
  entry: entrySchema,
} satisfies Record<RecordKind, object>;

const compiled = new Map<RecordKind, ValidateFunction>();

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

function parse(bytes: Uint8Array): Read<unknown> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { ok: false, change: 'malformed', why: 'it is not JSON in UTF-8' };
  }
  if (isCanonical(value, text)) return { ok: true, value };
  return { ok: false, change: 'not canonical', why: 'the same content has another form in bytes' };
}

/** Also false for what canonical JSON refuses to write: fractions, nesting without end. */
function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonical(value) === text;
  } catch {
    return false;
  }
}

function versionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('v' in value)) return undefined;
  return typeof value.v === 'string' ? value.v : undefined;
}

function failure(kind: RecordKind, value: unknown): string | undefined {
  const validate = validator(kind);
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  return `${error?.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${error?.message ?? 'is wrong'}`;
}

/** Compiled when first needed: most commands read two kinds only. */
function validator(kind: RecordKind): ValidateFunction {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  // Compiled by every start: the optimizer costs more than it saves. A test checks the schemas themselves.
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    validateSchema: false,
    code: { optimize: false },
  });
  ajv.addFormat('instant', (text: string) => parseInstant(text) !== undefined);
  ajv.addKeyword('x-why');
  const validate = ajv.compile(schemas[kind]);
  compiled.set(kind, validate);
  return validate;
}
