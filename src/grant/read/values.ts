/** Values that are not what their field wants: one sentence per keyword of the schemas. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { suggest } from '../suggest.ts';
import type { FileKind, Path } from '../written.ts';
import { type Fault, type Finding, quote } from './finding.ts';
import { explainForm } from './forms.ts';
import type { Schema } from './schema.ts';
import { sizeFault } from './size.ts';
import type { Tree } from './tree.ts';
import { typeFault } from './types.ts';

export type WrongValue = {
  readonly value: unknown;
  /** Name of the field that holds the value, also for an item of its list. */
  readonly field: string;
  readonly schema: Schema;
  readonly path: Path;
  readonly tree: Tree;
  readonly kind: FileKind;
};

export function valueFault(
  error: ErrorObject,
  path: Path,
  { tree, kind }: { readonly tree: Tree; readonly kind: FileKind },
): Fault & Partial<Finding> {
  const named = error.propertyName !== undefined;
  const wrong: WrongValue = {
    value: named ? error.propertyName : error.data,
    field: String(path.findLast((part) => typeof part === 'string') ?? 'file') || '""',
    schema: (error.parentSchema ?? {}) as Schema,
    path,
    tree,
    kind,
  };
  const texts = ['const', 'enum'].includes(error.keyword);
  if (texts && typeof wrong.value !== 'string') {
    return typeFault({ ...wrong, schema: { ...wrong.schema, type: 'string' } });
  }
  switch (error.keyword) {
    case 'type':
      return typeFault(wrong);
    case 'const':
      return constFault(wrong);
    case 'enum':
      return enumFault(wrong);
    case 'x-form':
    case 'pattern':
      return named
        ? explainForm({ ...wrong, field: 'name', schema: { 'x-form': 'name' } })
        : explainForm(wrong);
    case 'uniqueItems':
      return twice(wrong, Math.max(Number(error.params['i']), Number(error.params['j'])));
    default:
      return sizeFault(error, wrong);
  }
}

function constFault({ value, field, schema }: WrongValue): Fault {
  return {
    code: 'BG0121',
    message: `${quote(String(value))} is not a version that this release reads`,
    label: 'unknown version',
    hint: `write \`${field}: ${schema.const}\``,
  };
}

function enumFault({ value, field, schema }: WrongValue): Fault {
  const text = String(value);
  const near = suggest(text, schema.enum ?? []);
  const whole = /^(scan|partiql.*|executestatement)$/i.test(text)
    ? `${text} reads whole tables and is never granted; `
    : '';
  const meant = near === undefined ? '' : `did you mean \`${near}\`? `;
  return {
    code: 'BG0127',
    message: `${quote(text)} is not a value of \`${field}\``,
    label: 'not one of those allowed',
    hint: `${whole}${meant}there is: ${schema.enum?.join(', ')}`,
  };
}

function twice({ value, field, path, tree }: WrongValue, index: number): Fault & Partial<Finding> {
  const item: unknown = Array.isArray(value) ? value[index] : '';
  return {
    code: 'BG0129',
    message: `${quote(typeof item === 'string' ? item : JSON.stringify(item))} is listed twice in \`${field}\``,
    label: 'second time',
    hint: 'delete it',
    span: tree.span([...path, index], 'value'),
  };
}
