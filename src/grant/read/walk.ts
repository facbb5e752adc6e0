/** Visits every object of a file together with the schema that describes it, in the order of the file. */
import type { Path } from '../written.ts';
import { memberSchema, type Schema } from './schema.ts';

export type ObjectInFile = {
  readonly path: Path;
  readonly value: { readonly [name: string]: unknown };
  readonly schema: Schema;
};

export function objectsIn(value: unknown, schema: Schema): ObjectInFile[] {
  return visit(value, schema, { path: [], root: schema });
}

type Where = { readonly path: Path; readonly root: Schema };

function visit(value: unknown, schema: Schema, { path, root }: Where): ObjectInFile[] {
  if (typeof value !== 'object' || value === null) return [];
  const members: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  const inside = members.flatMap(([name, member]) => {
    const inner = memberSchema(schema, name, root);
    return inner ? visit(member, inner, { path: [...path, name], root }) : [];
  });
  if (Array.isArray(value)) return inside;
  return [{ path, value: value as ObjectInFile['value'], schema }, ...inside];
}
