/** Text where a number is wanted, a list where text is wanted, or nothing at all. */
import { exampleOf } from './example.ts';
import { type Fault, type Finding, quote } from './finding.ts';
import type { WrongValue } from './values.ts';

const nouns: { readonly [type: string]: string } = {
  string: 'text',
  object: 'fields',
  array: 'a list',
  integer: 'a whole number',
  boolean: '`true` or `false`',
};

export function typeFault(wrong: WrongValue): Fault & Partial<Finding> {
  const { value, field, schema, path } = wrong;
  if (value === null) return emptyFault(wrong);
  if (schema['x-form'] === 'account') return unquotedAccount(wrong);
  const wanted = [schema.type].flat().map((type) => nouns[type ?? ''] ?? type);
  const what = path.length === 0 ? 'the file' : `\`${field}\``;
  return {
    code: 'BG0124',
    message: `${what} is ${nounOf(value)}, not ${wanted.join(' or ')}`,
    label: nounOf(value),
    hint: hintOf(wrong),
  };
}

/** `incident: #4411` is the frequent case: the rest of the line is a comment. */
function emptyFault(wrong: WrongValue): Fault & Partial<Finding> {
  const { field, path, tree } = wrong;
  const empty = { code: 'BG0125', message: `\`${field}\` is empty` } as const;
  const comment = tree.commentBehind(path);
  if (!comment) return { ...empty, label: 'no value', hint: likeExample(wrong) };
  return {
    ...empty,
    label: '`#` starts a comment here',
    hint: `quote it if it is the value: \`${field}: ${JSON.stringify(comment.text)}\``,
    span: comment.span,
  };
}

function unquotedAccount({ value, field, path, tree }: WrongValue): Fault {
  const source = tree.text(path);
  const meant = /^\d{1,12}$/.test(source) ? source.padStart(12, '0') : '111122223333';
  return {
    code: 'BG0126',
    message: 'an account id must be quoted',
    label: typeof value === 'number' ? readAs(String(value)) : nounOf(value),
    hint: `write \`${field}: "${meant}"\``,
  };
}

function readAs(digits: string): string {
  return `YAML reads this as the number ${digits} (${digits.length} digits)`;
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a truth value';
  return typeof value === 'string' ? 'text' : 'fields';
}

function hintOf(wrong: WrongValue): string {
  const { value, field, schema, path, tree } = wrong;
  const source = tree.text(path);
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  const fits = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(source);
  if (schema.type === 'string' && scalar && fits) return `put it in quotes: \`${field}: "${source}"\``;
  const texts = schema.type === 'array' && schema.items?.type === 'string';
  if (texts && typeof value === 'string') return `write \`${field}: [${source}]\``;
  const digits = schema.type === 'integer' && typeof value === 'string' && /^\d+$/.test(value);
  return digits ? `write ${quote(value)} without quotes` : likeExample(wrong);
}

function likeExample({ field, schema, path, kind }: WrongValue): string {
  if (path.length === 0) return `begin with \`apiVersion: breakglass/v1\` and \`kind: ${kind}\``;
  return `write it like ${exampleOf(field, schema, kind)}`;
}
