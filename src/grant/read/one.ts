/** One file, from its bytes to its value, in the order in which a reader can trust it. */
import type { Problem } from '../../problem/problem.ts';
import { sha256 } from '../canonical.ts';
import { assembled, hole, withHoles } from '../holes.ts';
import type { FileKind, Path, SourceFile, WrittenFile } from '../written.ts';
import { characterFindings } from './characters.ts';
import { decode, envelopeFault, hasPlainName } from './envelope.ts';
import { type Finding, problemOf, wholeFile, withoutFollowers } from './finding.ts';
import { headFindings } from './head.ts';
import { jsonFindings } from './json.ts';
import { parseTree } from './parse.ts';
import { shapeFindings } from './shape.ts';
import { placeOf, type Source, sourceOf } from './source.ts';
import { type Tree, treeOf } from './tree.ts';

export type Reading = {
  readonly file: string;
  readonly kind: FileKind;
  /** With holes where there is a problem. */
  readonly written: WrittenFile<unknown>;
  /** Could it hold names that nobody has read? */
  readonly incomplete: boolean;
  readonly problems: readonly Problem[];
};

export function readOne(file: SourceFile, kind: FileKind): Reading {
  const read = (): Read & { source: Source } => {
    const empty = sourceOf(file.path, '');
    const envelope = envelopeFault(file, kind);
    if (envelope) return { findings: [{ ...envelope, span: wholeFile }], source: empty };
    const text = decode(file.bytes);
    if (text === undefined) return { findings: [notUtf8(file.bytes)], source: empty };
    const source = sourceOf(file.path, text.startsWith('\uFEFF') ? text.slice(1) : text);
    return { source, ...readText(source, kind, text.startsWith('\uFEFF')) };
  };
  const { findings, tree, holes = [], source } = read();
  const problems = findings.map((finding) => problemOf(finding, source));
  const written = writtenOf(file, source, tree && { tree, holes });
  // The estate names its entries inside; all other files are found by their own name.
  const incomplete = kind === 'Estate' ? !tree || holes.some(hidesNames) : !hasPlainName(file);
  return { file: file.path, kind, written, incomplete, problems };
}

/** A section of the estate, or an entry of one with its name. */
function hidesNames(path: Path): boolean {
  return path.length <= 2 && path[0] !== 'apiVersion' && path[0] !== 'kind';
}

/** `holes` are the paths of what cannot be relied on. Without a tree that is everything. */
type Read = { findings: Finding[]; tree?: Tree; holes?: readonly Path[] };

/** Stages stop where everything behind them would only be a consequence. */
function readText(source: Source, kind: FileKind, mark: boolean): Read {
  const { findings: characters, stop } = characterFindings(source, mark);
  const findings = [...headFindings(source, kind), ...characters];
  if (stop) return { findings: characters };
  if (kind === 'Lock') {
    const notJson = jsonFindings(source);
    if (notJson.length > 0) return { findings: [...findings, ...withoutFollowers(characters, notJson)] };
  }
  const parsed = parseTree(source);
  if ('findings' in parsed) {
    return { findings: [...findings, ...withoutFollowers(characters, parsed.findings)] };
  }
  const tree = treeOf(parsed.contents, source);
  const values = withoutFollowers(characters, tree.findings);
  const { told, followers } = shapeFindings(tree, kind);
  const shape = withoutFollowers([...characters, ...values], told);
  const holes = [...characters, ...tree.findings, ...told, ...followers].flatMap(
    ({ span, spoils }) => spoils ?? tree.touched(span),
  );
  return { findings: [...findings, ...values, ...shape], tree, holes };
}

function notUtf8(bytes: Uint8Array): Finding {
  const before = new TextDecoder('utf-8').decode(bytes).split('\uFFFD')[0] ?? '';
  return {
    code: 'BG0104',
    message: `the file is not valid UTF-8 (line ${before.split('\n').length})`,
    hint: 'save it as UTF-8',
    span: wholeFile,
  };
}

function writtenOf(
  { path: file, bytes }: SourceFile,
  source: Source,
  read: Required<Pick<Read, 'tree' | 'holes'>> | undefined,
): WrittenFile<unknown> {
  const value = () => (read ? withHoles(read.tree.value, read.holes) : hole());
  const place: WrittenFile<unknown>['place'] = (path, part = 'value') =>
    placeOf(source, read ? read.tree.span(path, part) : wholeFile);
  return assembled<WrittenFile<unknown>>({
    file: () => file,
    digest: () => sha256(bytes),
    value,
    place: () => place,
  });
}
