/** Text where a number is wanted, a list where text is wanted, or nothing at all. */
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
  const { value, field, schema } = wrong;
  if (value === null) return emptyFault(wrong);
  if (schema['x-form'] === 'account') return unquotedAccount(wrong);
  const wanted = [schema.type].flat().map((type) => nouns[type ?? ''] ?? type);
  return {
    code: 'BG0124',
    message: `\`${field}\` is ${nounOf(value)}, ${wanted.join(' or ')} is wanted`,
    label: nounOf(value),
    ...hintOf(wrong),
  };
}

/** `incident: #4411` is the frequent case: the rest of the line is a comment. */
function emptyFault({ field, path, tree }: WrongValue): Fault & Partial<Finding> {
  const comment = tree.commentBehind(path);
  if (!comment) {
    return {
      code: 'BG0125',
      message: `\`${field}\` is empty`,
      label: 'no value',
      hint: 'write the value or delete the line',
    };
  }
  return {
    code: 'BG0125',
    message: `\`${field}\` is empty`,
    label: '`#` starts a comment here',
    hint: `quote it if it is the value: \`${field}: ${JSON.stringify(comment.text)}\``,
    span: comment.span,
  };
}

function unquotedAccount({ value, field, path, tree }: WrongValue): Fault {
  const digits = String(value);
  const source = tree.text(path);
  const reads =
    typeof value === 'number'
      ? `YAML reads this as the number ${digits} (${digits.length} digits)`
      : nounOf(value);
  return {
    code: 'BG0126',
    message: 'an account id must be quoted',
    label: reads,
    hint: `write \`${field}: "${/^\d{1,12}$/.test(source) ? source.padStart(12, '0') : '111122223333'}"\``,
  };
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return 'a truth value';
  return typeof value === 'string' ? 'text' : 'fields';
}

function hintOf({ value, field, schema, path, tree }: WrongValue): { hint?: string } {
  const source = tree.text(path);
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  if (schema.type === 'string' && scalar) return { hint: `put it in quotes: \`${field}: "${source}"\`` };
  if (schema.type === 'array' && typeof value === 'string')
    return { hint: `write \`${field}: [${source}]\`` };
  if (schema.type === 'integer' && /^\d+$/.test(String(value)))
    return { hint: `write ${quote(String(value))} without quotes` };
  return { hint: `see the example of \`${field}\` in docs/reference` };
}
