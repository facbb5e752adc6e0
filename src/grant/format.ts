/**
 * The one way in which a file is written: first line, order of fields, indentation. What a file
 * says is never changed; what cannot be read is not touched.
 */
import { type Document, isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from 'yaml';
import type { Result } from '../problem/problem.ts';
import { foldLongText, styleTags } from './format/style.ts';
import { characterFindings } from './read/characters.ts';
import { type Finding, problemOf, wholeFile } from './read/finding.ts';
import { firstLineOf, kindOfPath } from './read/kind.ts';
import { parseTree, yamlOptions } from './read/parse.ts';
import { memberSchema, type Schema, schemas } from './read/schema.ts';
import { type Source, sourceOf } from './read/source.ts';
import { treeOf } from './read/tree.ts';

/**
 * The canonical text of a file, or the problems for which it cannot be read. `path` decides the kind
 * and is relative to the repository's root. Text that is in form comes back as it is.
 */
export function formatFile(path: string, text: string): Result<string> {
  const kind = kindOfPath(path);
  if (kind === undefined || kind === 'Lock') return { ok: true, value: text };
  const plain = plainText(text);
  const source = sourceOf(path, plain);
  const { findings, value } = valueIn(source);
  if (findings.length > 0) {
    return { ok: false, problems: findings.map((finding) => problemOf(finding, source)) };
  }
  const body = withoutFirstLine(plain);
  const document = parseDocument(body, { ...yamlOptions, customTags: styleTags });
  foldLongText(document, body);
  order(document.contents, schemas[kind], schemas[kind]);
  const raw = `${firstLineOf(kind)}\n${textOf(document)}`;
  // A formatter that changes what a file grants must not get as far as the disk. Blanks at the end
  // of a line can be a part of a text.
  const written = [withoutBlanks(raw), raw].find((text) => valueIn(sourceOf(path, text)).value === value);
  if (written === undefined) throw new Error(`formatting ${path} would change it`);
  return { ok: true, value: written };
}

/** What can be mended before the text is parsed: byte order mark, line endings, tabs that indent. */
function plainText(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/^[ \t]+/gm, (indent) => indent.replaceAll('\t', '  '));
}

/** What the file says, as one text, and what stands in the way of knowing it. */
function valueIn(source: Source): { findings: readonly Finding[]; value?: string } {
  if (source.text.includes('\uFFFD')) return { findings: [lost] };
  const characters = characterFindings(source, false).findings;
  if (characters.length > 0) return { findings: characters };
  const parsed = parseTree(source);
  if ('findings' in parsed) return parsed;
  const tree = treeOf(parsed.contents, source);
  const twice = tree.findings.filter(({ code }) => code === 'BG0111');
  return { findings: twice, value: sorted(tree.value) };
}

/** Whoever decoded the bytes has met some that are no UTF-8. Writing them back would lose them. */
const lost: Finding = {
  code: 'BG0104',
  message: 'the file is not valid UTF-8',
  hint: 'save it as UTF-8',
  span: wholeFile,
};

/** JSON with sorted keys: the order of fields is what formatting is about. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function withoutFirstLine(text: string): string {
  return text.replace(/^#[ \t]*yaml-language-server\b.*\n?/, '');
}

function textOf(document: Document.Parsed): string {
  return document.toString({ lineWidth: 0, indentSeq: true, nullStr: '' }).replace(/^\n+/, '');
}

function withoutBlanks(text: string): string {
  return text
    .replace(/[ \t]+$/gm, '')
    .trimEnd()
    .concat('\n');
}

/** Fields in the order of the schema, unknown ones behind them; names that authors give stay as they are. */
function order(node: unknown, schema: Schema | undefined, root: Schema): void {
  if (!schema) return;
  if (isSeq(node)) for (const item of node.items) order(item, memberSchema(schema, 0, root), root);
  if (!isMap(node)) return;
  if (schema.properties) sortPairs(node, Object.keys(schema.properties));
  for (const pair of node.items) order(pair.value, memberSchema(schema, nameOf(pair), root), root);
}

function sortPairs(map: YAMLMap, fields: readonly string[]): void {
  const rank = (pair: Pair) => {
    const index = fields.indexOf(nameOf(pair));
    return index === -1 ? fields.length : index;
  };
  const before = map.items[0];
  map.items.sort((a, b) => rank(a) - rank(b));
  // A comment at the head of a map was written for its first field, and moves with it.
  if (map.items[0] === before || !isScalar(before?.key) || !map.commentBefore) return;
  before.key.commentBefore = [map.commentBefore, before.key.commentBefore].filter(Boolean).join('\n');
  map.commentBefore = null;
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}
