/**
 * Text to YAML nodes. The token tree is walked first: what we refuse is never composed, and deep
 * nesting ends the process inside the library where nothing can catch it.
 */
import { Composer, type CST, type Document, type ParsedNode, Parser } from 'yaml';
import { type Finding, wholeFile } from './finding.ts';
import { refusedFindings } from './refused.ts';
import type { Source } from './source.ts';
import { syntaxFinding } from './syntax.ts';

/** Options that keep plain text plain; duplicate keys are found by us, the library takes quadratic time. */
export const yamlOptions = { version: '1.2', schema: 'core', strict: true, uniqueKeys: false } as const;

export function parseTree(source: Source): { findings: Finding[] } | { contents: ParsedNode } {
  const tokens = [...new Parser().parse(source.text)];
  const refused = refusedFindings(tokens);
  if (refused.length > 0) return { findings: refused };
  const document = compose(tokens);
  const error = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])[0];
  if (error) return { findings: [syntaxFinding(error, source)] };
  if (!document.contents || isEmpty(document.contents)) return { findings: [empty] };
  return { contents: document.contents };
}

const empty: Finding = {
  code: 'BG0109',
  message: 'the file is empty',
  hint: 'write it or delete it',
  span: wholeFile,
};

function isEmpty(contents: ParsedNode): boolean {
  return contents.range[0] === contents.range[1];
}

function compose(tokens: readonly CST.Token[]): Document.Parsed {
  const [first] = new Composer(yamlOptions).compose(tokens, true);
  if (!first) throw new Error('the composer was told to yield a document even for no text');
  return first as Document.Parsed;
}
