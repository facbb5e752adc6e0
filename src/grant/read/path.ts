/** JSON pointers, as the schema checker writes them, to paths. */
import type { Path } from '../written.ts';

/** A number is an index only where there is a list. */
export function pathOf(pointer: string, value: unknown): Path {
  const path: (string | number)[] = [];
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const key = Array.isArray(at) ? Number(name) : name;
    path.push(key);
    at = memberOf(at, key);
  }
  return path;
}

/** Objects of the tree have no prototype, so that nothing is found that the file does not say. */
function memberOf(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string | number, unknown>)[key];
}
