/** YAML nodes to plain values, with the place of each. Nothing is converted that a reader would read otherwise. */
import { isMap, isPair, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from 'yaml';
import type { Path } from '../written.ts';
import { type Fault, type Finding, quote, touches } from './finding.ts';
import type { Source, Span } from './source.ts';
import { textFault } from './text.ts';

export type Tree = {
  /** Objects have no prototype: `constructor` is a name like any other. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** The span at a path, or of its nearest parent. */
  span(path: Path, part: 'key' | 'value'): Span;
  /** The paths of the names and of the single values that a span touches. */
  touched(span: Span): Path[];
  /** Is there a value at exactly this path? */
  has(path: Path): boolean;
  /** The value at a path as it stands in the file. */
  text(path: Path): string;
  /** The comment on the line of an empty value: it may have been meant as the value. */
  commentBehind(path: Path): { text: string; span: Span } | undefined;
};

type Spot = {
  readonly path: Path;
  readonly key: Span | undefined;
  readonly value: Span;
  readonly single: boolean;
};
type Work = { readonly source: Source; readonly spots: Map<string, Spot>; readonly findings: Finding[] };

export function treeOf(contents: ParsedNode, source: Source): Tree {
  const work: Work = { source, spots: new Map(), findings: [] };
  const value = plainValue(contents, [], undefined, work);
  const span: Tree['span'] = (path, part) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const spot = work.spots.get(JSON.stringify(path.slice(0, length)));
      if (spot) return (part === 'key' && spot.key) || spot.value;
    }
    return { start: 0, end: 0 };
  };
  const text: Tree['text'] = (path) => source.text.slice(span(path, 'value').start, span(path, 'value').end);
  return {
    value,
    findings: work.findings,
    span,
    touched: (wanted) =>
      [...work.spots.values()]
        .filter(
          ({ key, value, single }) => (key && touches(key, wanted)) || (single && touches(value, wanted)),
        )
        .map(({ path }) => path),
    has: (path) => work.spots.has(JSON.stringify(path)),
    text,
    commentBehind: (path) => commentBehind(source, span(path, 'value').end),
  };
}

function commentBehind({ text }: Source, offset: number): { text: string; span: Span } | undefined {
  const match = /^[ ]*(#.*\S)[ ]*$/m.exec(text.slice(offset).split('\n', 1)[0] ?? '');
  if (!match?.[1]) return undefined;
  const start = offset + match[0].indexOf('#');
  return { text: match[1], span: { start, end: start + match[1].length } };
}

function plainValue(node: ParsedNode | null, path: Path, key: Span | undefined, work: Work): unknown {
  const range = node?.range ?? [key?.end ?? 0, key?.end ?? 0];
  const span = { start: range[0], end: range[1] };
  const single = !isMap(node) && !isSeq(node);
  work.spots.set(JSON.stringify(path), { path, key, value: span, single });
  if (isMap<ParsedNode, ParsedNode | null>(node)) return mapOf(node.items, path, work);
  if (isSeq<ParsedNode>(node)) {
    return node.items.map((item, index) => plainValue(item, [...path, index], undefined, work));
  }
  if (!isScalar(node)) return null;
  const fault =
    scalarFault(node) ?? (typeof node.value === 'string' ? textFault(node.value, path) : undefined);
  if (fault) work.findings.push({ ...fault, span, spoils: [path] });
  return node.value;
}

function mapOf(pairs: readonly unknown[], path: Path, work: Work): object {
  const value: Record<string, unknown> = Object.create(null);
  const first = new Map<string, Span>();
  for (const pair of pairs) {
    if (!isPair<ParsedNode, ParsedNode | null>(pair)) continue;
    const { name, span } = keyOf(pair, work);
    const earlier = first.get(name);
    if (earlier) {
      work.findings.push({ ...twice(name, earlier, work.source), span, spoils: [[...path, name]] });
      continue;
    }
    first.set(name, span);
    // Without a prototype `__proto__` is a name like any other too.
    value[name] = plainValue(pair.value, [...path, name], span, work);
  }
  return value;
}

/** A key is its text: `1`, `true` and `null` are names that no schema knows. */
function keyOf({ key }: Pair<ParsedNode, ParsedNode | null>, work: Work): { name: string; span: Span } {
  const span = { start: key.range[0], end: Math.max(key.range[1], key.range[0] + 1) };
  const text = work.source.text.slice(key.range[0], key.range[1]);
  return { name: isScalar(key) && typeof key.value === 'string' ? key.value : text, span };
}

function twice(name: string, earlier: Span, { text }: Source): Fault {
  return {
    code: 'BG0111',
    message: `${quote(name)} is written twice`,
    label: `second one (first on line ${text.slice(0, earlier.start).split('\n').length})`,
    hint: 'keep one; tools disagree on which wins',
  };
}

/** People must read a number or a truth value as YAML does. */
function scalarFault({ value, source }: Scalar): Fault | undefined {
  const number = typeof value === 'number' || typeof value === 'bigint';
  if (number && /^(0|-?[1-9]\d*|\d{12})$/.test(source ?? '') && Number.isSafeInteger(value)) return undefined;
  if (typeof value === 'boolean' && (source === 'true' || source === 'false')) return undefined;
  if (!number && typeof value !== 'boolean') return undefined;
  return {
    code: 'BG0118',
    message: `YAML reads ${quote(source ?? '')} as ${String(value)}`,
    label: number ? 'not a plain whole number' : 'not plainly `true` or `false`',
    hint: `write \`${String(value)}\` if that is meant, or put text in quotes`,
  };
}
