/** The order of fields: the one in which the schema lists them. Names given by the author have none. */
import type { FileKind } from '../written.ts';
import type { Finding } from './finding.ts';
import { schemas } from './schema.ts';
import type { Tree } from './tree.ts';
import { type ObjectInFile, objectsIn } from './walk.ts';

/** One finding per file: one run of `breakglass fmt` mends them all. */
export function orderFindings(tree: Tree, kind: FileKind): Finding[] {
  for (const { path, value, schema } of objectsIn(tree.value, schemas[kind])) {
    const wrong = firstOutOfOrder(Object.keys(value), schema);
    if (!wrong) continue;
    return [
      {
        code: 'BG0130',
        message: `\`${wrong.field}\` stands behind \`${wrong.before}\``,
        label: `belongs before \`${wrong.before}\``,
        hint: '`breakglass fmt` writes the fixed order',
        span: tree.span([...path, wrong.field], 'key'),
        spoils: [],
      },
    ];
  }
  return [];
}

function firstOutOfOrder(
  fields: readonly string[],
  { properties = {} }: ObjectInFile['schema'],
): { field: string; before: string } | undefined {
  const order = Object.keys(properties);
  const known = fields.filter((field) => order.includes(field));
  for (const [index, field] of known.entries()) {
    const before = known.slice(0, index).find((earlier) => order.indexOf(earlier) > order.indexOf(field));
    if (before !== undefined) return { field, before };
  }
  return undefined;
}
