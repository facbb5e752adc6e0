/** Examples from the schemas, as a line that can be typed. */
import type { FileKind } from '../written.ts';
import type { Schema } from './schema.ts';

const longest = 70;

/** `duration: 60m` in backquotes, or where the example is to be found when it is longer than a line. */
export function exampleOf(field: string, schema: Schema | undefined, kind: FileKind): string {
  const example = schema?.examples?.[0];
  const line = example === undefined ? '' : flow(example, schema);
  if (line === '' || line.length > longest)
    return `\`${field}\` (example in docs/reference/${kind.toLowerCase()}.md)`;
  return `\`${field}: ${line}\``;
}

function flow(value: unknown, schema?: Schema): string {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${name}: ${flow(member)}`);
    return `{ ${members.join(', ')} }`;
  }
  const text = String(value);
  const quoted =
    typeof value === 'string' && (schema?.['x-form'] === 'account' || /[#:,[\]{}"'^]\s|^["'^]/.test(text));
  return quoted ? JSON.stringify(text) : text;
}
