/**
 * Entries that are one of two things. The schema could say so with `oneOf`, but then one slip of
 * the pen becomes six errors.
 */
import type { FileKind, Path } from '../written.ts';
import type { Finding } from './finding.ts';
import { type Branches, schemas } from './schema.ts';
import type { Tree } from './tree.ts';
import { objectsIn } from './walk.ts';

export function branchFindings(tree: Tree, kind: FileKind): Finding[] {
  return objectsIn(tree.value, schemas[kind]).flatMap(({ path, value, schema }) => {
    const branches = schema['x-branches'];
    return branches ? findingsOf({ path, fields: Object.keys(value), branches, tree }) : [];
  });
}

type Entry = {
  readonly path: Path;
  readonly fields: readonly string[];
  readonly branches: Branches;
  readonly tree: Tree;
};

function findingsOf(entry: Entry): Finding[] {
  const [taken, second] = Object.keys(entry.branches).filter((name) => entry.fields.includes(name));
  if (taken === undefined) return [neither(entry)];
  if (second !== undefined) return [both(entry, taken, second)];
  return [...missing(entry, taken), ...foreign(entry, taken)];
}

function neither({ path, branches, tree }: Entry): Finding {
  const names = Object.keys(branches).map((name) => `\`${name}\``);
  return {
    code: 'BG0141',
    message: `the entry has neither ${names.join(' nor ')}`,
    label: 'one of them is missing',
    hint: `add ${names.join(' or ')}`,
    span: tree.span(path, 'key'),
    spoils: [path],
  };
}

function both({ path, tree }: Entry, first: string, second: string): Finding {
  return {
    code: 'BG0141',
    message: `the entry has both \`${first}\` and \`${second}\``,
    label: `\`${first}\` is there already`,
    hint: 'keep one; for both write two entries',
    span: tree.span([...path, second], 'key'),
    spoils: [path],
  };
}

function missing({ path, fields, branches, tree }: Entry, taken: string): Finding[] {
  const wanted = (branches[taken]?.required ?? []).filter((name) => !fields.includes(name));
  return wanted.map((name) => ({
    code: 'BG0123',
    message: `\`${name}\` is missing`,
    label: `an entry with \`${taken}\` needs \`${name}\``,
    hint: `add \`${name}\` to the entry`,
    span: tree.span([...path, taken], 'key'),
    spoils: [[...path, name]],
  }));
}

/** Fields that only another branch has. */
function foreign({ path, fields, branches, tree }: Entry, taken: string): Finding[] {
  const namesOf = (branch: string) => [
    ...(branches[branch]?.required ?? []),
    ...(branches[branch]?.optional ?? []),
  ];
  const others = Object.keys(branches).filter((name) => name !== taken);
  return others.flatMap((other) =>
    fields
      .filter((field) => namesOf(other).includes(field) && !namesOf(taken).includes(field))
      .map((field) => ({
        code: 'BG0141' as const,
        message: `\`${field}\` does not go with \`${taken}\``,
        label: `belongs to an entry with \`${other}\``,
        hint: 'delete it, or write a second entry',
        span: tree.span([...path, field], 'key'),
      })),
  );
}
