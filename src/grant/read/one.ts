/** One file, from its bytes to its value, in the order in which a reader can trust it. */
import type { Problem } from '../../problem/problem.ts';
import { sha256 } from '../canonical.ts';
import type { FileKind, SourceFile, WrittenFile } from '../written.ts';
import { characterFindings } from './characters.ts';
import { decode, envelopeFault } from './envelope.ts';
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
  /** Undefined when there is a problem. */
  readonly written: WrittenFile<unknown> | undefined;
  readonly problems: readonly Problem[];
};

export function readOne(file: SourceFile, kind: FileKind): Reading {
  const read = (): { findings: Finding[]; tree?: Tree; source: Source } => {
    const empty = sourceOf(file.path, '');
    const envelope = envelopeFault(file, kind);
    if (envelope) return { findings: [{ ...envelope, span: wholeFile }], source: empty };
    const text = decode(file.bytes);
    if (text === undefined) return { findings: [notUtf8(file.bytes)], source: empty };
    const source = sourceOf(file.path, text.startsWith('\uFEFF') ? text.slice(1) : text);
    return { source, ...readText(source, kind, text.startsWith('\uFEFF')) };
  };
  const { findings, tree, source } = read();
  const problems = findings.map((finding) => problemOf(finding, source));
  const written = tree && problems.length === 0 ? writtenOf(file, tree, source) : undefined;
  return { file: file.path, kind, written, problems };
}

/** Stages stop where everything behind them would only be a consequence. */
function readText(source: Source, kind: FileKind, mark: boolean): { findings: Finding[]; tree?: Tree } {
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
  const shape = withoutFollowers([...characters, ...values], shapeFindings(tree, kind));
  return { findings: [...findings, ...values, ...shape], tree };
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

function writtenOf(file: SourceFile, tree: Tree, source: Source): WrittenFile<unknown> {
  return {
    file: file.path,
    digest: sha256(file.bytes),
    value: tree.value,
    place: (path, part = 'value') => placeOf(source, tree.span(path, part)),
  };
}
