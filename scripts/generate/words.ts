/** Schema keywords in words. */
import type { Schema } from '../../src/grant/read/schema.ts';

export function code(text: string): string {
  return `\`${text}\``;
}

/** What a value must look like. */
export function formOf(schema: Schema): string {
  const { const: only, enum: values, items } = schema;
  if (only !== undefined) return code(only);
  if (values) return values.map(code).join(', ');
  const form = schema['x-form'];
  const words = form === undefined ? typeWords(schema) : forms[form];
  const size = sizeOf(schema);
  const inside = items && !items.properties ? `, each: ${formOf(items)}` : '';
  return `${words}${size === '' ? '' : `, ${size}`}${inside}`;
}

const forms: { readonly [form in NonNullable<Schema['x-form']>]: string } = {
  account: '12 digits in quotes',
  days: 'whole days, `3d`',
  exact: 'text without `*` and `?`',
  grantId: '`YYYY-MM-DD-` and a name',
  instant: 'UTC with seconds, `2026-11-22T04:40:00Z`',
  line: 'one line of text',
  minutes: 'whole minutes, `60m`',
  name: 'a name: a-z, 0-9, single `-`',
  range: 'network and prefix length',
  sshKey: 'the line of a .pub file: ed25519, ecdsa-p256 or one of their sk- forms',
  team: '`team:` and a name',
  timeZone: 'IANA time zone',
  who: '`team:` and a name, or the name of a person',
};

const types: { readonly [type: string]: string } = {
  string: 'text',
  integer: 'whole number',
  boolean: '`true` or `false`',
  array: 'list',
  object: 'fields',
};

function typeWords({ type, pattern }: Schema): string {
  const words = [type].flat().map((each) => types[each ?? ''] ?? 'fields');
  return `${words.join(' or ')}${pattern === undefined ? '' : ` matching ${code(pattern)}`}`;
}

function sizeOf(schema: Schema): string {
  const low = schema.minLength ?? schema.minItems ?? schema.minimum;
  const high = schema.maxLength ?? schema.maxItems ?? schema.maximum;
  const unit = schema.type === 'string' ? ' characters' : schema.type === 'array' ? ' entries' : '';
  if (low !== undefined && high !== undefined) return `${low} to ${high}${unit}`;
  if (high !== undefined) return `at most ${high}${unit}`;
  return low === undefined || low === 1 ? '' : `at least ${low}${unit}`;
}
