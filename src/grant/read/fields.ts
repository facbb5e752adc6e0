/** Fields that are unknown or missing. A misspelt field is both, and one problem. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { suggest } from '../suggest.ts';
import type { FileKind, Path } from '../written.ts';
import { exampleOf } from './example.ts';
import { type Finding, quote } from './finding.ts';
import { pathOf } from './path.ts';
import { memberSchema, type Schema, schemas } from './schema.ts';
import type { Tree } from './tree.ts';

/** What one object has too much and too little. */
type Fields = {
  readonly path: Path;
  readonly schema: Schema;
  readonly unknown: string[];
  readonly missing: string[];
};

export function fieldFindings(errors: readonly ErrorObject[], tree: Tree, kind: FileKind): Finding[] {
  return objectsOf(errors, tree).flatMap((fields) => {
    const missing = new Set(fields.missing);
    const unknown = fields.unknown.map((name) => unknownField({ name, fields, missing, tree, kind }));
    return [...unknown, ...[...missing].map((name) => missingField(name, fields, { tree, kind }))];
  });
}

function objectsOf(errors: readonly ErrorObject[], tree: Tree): Fields[] {
  const objects = new Map<string, Fields>();
  for (const { keyword, instancePath, params, parentSchema } of errors) {
    if (keyword !== 'additionalProperties' && keyword !== 'required') continue;
    const path = pathOf(instancePath, tree.value);
    const schema = (parentSchema ?? {}) as Schema;
    const fields = objects.get(instancePath) ?? { path, schema, unknown: [], missing: [] };
    objects.set(instancePath, fields);
    if (keyword === 'required') fields.missing.push(String(params['missingProperty']));
    else fields.unknown.push(String(params['additionalProperty']));
  }
  return [...objects.values()];
}

type Unknown = {
  readonly name: string;
  readonly fields: Fields;
  /** A field that turns out to be misspelt is taken out. */
  readonly missing: Set<string>;
  readonly tree: Tree;
  readonly kind: FileKind;
};

function unknownField({ name, fields, missing, tree, kind }: Unknown): Finding {
  const { path, schema } = fields;
  const known = Object.keys(schema.properties ?? {});
  const free = known.filter((field) => !tree.has([...path, field]));
  const near = suggest(name, free);
  const required = near !== undefined && missing.delete(near);
  return {
    code: 'BG0122',
    message: `unknown field ${quote(name)}${required ? `; required \`${near}\` is missing` : ''}`,
    label: `not a field of ${nounOf(path, kind)}`,
    hint: near === undefined ? `fields here: ${known.join(', ')}` : `did you mean \`${near}\`?`,
    span: tree.span([...path, name], 'key'),
    spoils: [name, ...(near === undefined ? [] : [near])].map((field) => [...path, field]),
  };
}

type Where = { readonly tree: Tree; readonly kind: FileKind };

/** Stands at the field that it belongs after, or at the head of the object. */
function missingField(name: string, { path, schema }: Fields, { tree, kind }: Where): Finding {
  const order = Object.keys(schema.properties ?? {});
  const before = order.slice(0, order.indexOf(name)).findLast((field) => tree.has([...path, field]));
  const description = schema.properties?.[name]?.description;
  return {
    code: 'BG0123',
    message: `${nounOf(path, kind)} has no \`${name}\``,
    label: before === undefined ? 'belongs here' : `belongs after \`${before}\``,
    hint: `add ${exampleOf(name, schema.properties?.[name], kind)}${meaning(description)}`,
    span: before === undefined ? tree.span(path, 'key') : tree.span([...path, before], 'key'),
    spoils: [[...path, name]],
  };
}

/** The sentence of the schema, as an aside. */
function meaning(description: string | undefined): string {
  if (description === undefined) return '';
  return ` (${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')})`;
}

/** What the reader calls the object: `a Grant`, `\`limits\``, `an entry of \`people\``. */
function nounOf(path: Path, kind: FileKind): string {
  const last = path.at(-1);
  if (last === undefined) return kind === 'Estate' ? 'an Estate' : `a ${kind}`;
  const parent = schemaAt(path.slice(0, -1), schemas[kind]);
  if (typeof last === 'string' && parent?.properties) return quote(last);
  const list = path.findLast((part, index) => typeof part === 'string' && index < path.length - 1);
  return typeof last === 'string' ? `${quote(last)} in \`${list}\`` : `an entry of \`${list}\``;
}

function schemaAt(path: Path, root: Schema): Schema | undefined {
  return path.reduce<Schema | undefined>((schema, name) => schema && memberSchema(schema, name, root), root);
}
