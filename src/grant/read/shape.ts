/** Does a file have the shape that its schema wants? Schema, then what a schema says badly: branches and order. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { suggest } from '../suggest.ts';
import type { FileKind } from '../written.ts';
import { branchFindings } from './branches.ts';
import { compiled } from './compiled.ts';
import { fieldFindings } from './fields.ts';
import { type Finding, quote, withoutFollowers } from './finding.ts';
import { folderOf } from './kind.ts';
import { orderFindings } from './order.ts';
import { pathOf } from './path.ts';
import { schemas } from './schema.ts';
import type { Tree } from './tree.ts';
import { valueFault } from './values.ts';

/** `followers` only follow from another finding: they are not told, but what they spoil is spoilt. */
export function shapeFindings(tree: Tree, kind: FileKind): { told: Finding[]; followers: Finding[] } {
  const wrongKind = kindFinding(tree, kind);
  const errors = validate(kind, tree.value).filter(
    ({ instancePath }) => !wrongKind || instancePath !== '/kind',
  );
  const fields = fieldFindings(errors, tree, kind);
  if (wrongKind?.spoils && fields.length > 0) return { told: [wrongKind], followers: [] };
  const kinds = wrongKind ? [{ ...wrongKind, spoils: [['kind']] }] : [];
  const values = firstPerPath(errors).flatMap((error) => valueFindings(error, tree, kind));
  const misspelt = fields.filter(({ code }) => code === 'BG0122');
  const followers = branchFindings(tree, kind);
  const branches = withoutFollowers(misspelt, followers);
  const order = kind === 'Lock' ? [] : withoutFollowers(branches, orderFindings(tree, kind));
  return { told: [...kinds, ...fields, ...values, ...branches, ...order], followers };
}

/** A file of another kind fails in every field: that is one problem, and spoils the whole file. */
function kindFinding(tree: Tree, kind: FileKind): Finding | undefined {
  const { value } = tree;
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind === kind)
    return undefined;
  const written = typeof value.kind === 'string' ? value.kind : '';
  const other = Object.keys(schemas).find((name) => name === written) as FileKind | undefined;
  const near = suggest(written, Object.keys(schemas));
  const elsewhere = other && other !== 'Lock' ? `move it to ${folderOf[other]}, or ` : '';
  const meant = near === undefined ? '' : `did you mean \`${near}\`? `;
  return {
    code: 'BG0120',
    message: `${folderOf[kind]} holds files of kind ${kind}, not ${quote(written)}`,
    label: 'wrong kind',
    hint: `${meant}${elsewhere}write \`kind: ${kind}\``,
    span: tree.span(['kind'], 'value'),
    ...(other && { spoils: [[]] }),
  };
}

function validate(kind: FileKind, value: unknown): readonly ErrorObject[] {
  const check = compiled(kind);
  check(value);
  return check.errors ?? [];
}

/** A text can break length, pattern and form at once; the most telling one is enough. */
function firstPerPath(errors: readonly ErrorObject[]): ErrorObject[] {
  const telling = ['type', 'const', 'enum', 'x-form', 'pattern'];
  const rank = ({ keyword }: ErrorObject) => (telling.includes(keyword) ? telling.indexOf(keyword) : 9);
  const first = new Map<string, ErrorObject>();
  for (const error of errors) {
    const at = `${error.instancePath} ${error.propertyName ?? ''}`;
    const known = first.get(at);
    if (!known || rank(error) < rank(known)) first.set(at, error);
  }
  return [...first.values()];
}

const elsewhere = ['additionalProperties', 'required', 'propertyNames'];

function valueFindings(error: ErrorObject, tree: Tree, kind: FileKind): Finding[] {
  if (elsewhere.includes(error.keyword)) return [];
  const path = pathOf(error.instancePath, tree.value);
  const named = error.propertyName === undefined ? path : [...path, error.propertyName];
  const part = error.propertyName === undefined ? 'value' : 'key';
  return [{ span: tree.span(named, part), spoils: [named], ...valueFault(error, named, { tree, kind }) }];
}
