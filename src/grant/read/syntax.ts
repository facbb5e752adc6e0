/** What the YAML parser says, in words that name the remedy. */
import type { ErrorCode, YAMLError } from 'yaml';
import type { Finding } from './finding.ts';
import { lineOf, lineText, type Source } from './source.ts';

type Words = { readonly message: string; readonly label: string; readonly hint: string };

/** Only the first error of a file: what follows it is mostly its echo. */
export function syntaxFinding(error: YAMLError, source: Source): Finding {
  const start = Math.min(error.pos[0], Math.max(0, source.text.length - 1));
  const line = lineOf(source, start);
  const text = lineText(source, line);
  const words = colonInText(error, text) ?? noColon(text) ?? sentences[error.code] ?? otherwise;
  const blank = /^\s*/.exec(text)?.[0].length ?? 0;
  const from = Math.max(start, Math.min((source.lines[line] ?? 0) + blank, source.text.length));
  return { code: 'BG0110', ...words, span: { start: from, end: Math.max(error.pos[1], from + 1) } };
}

const indentation: Words = {
  message: 'the indentation does not fit',
  label: 'not in line with what stands above',
  hint: 'fields of one entry begin in the same column, two spaces inside what they belong to',
};

const otherwise: Words = {
  message: 'this is not valid YAML',
  label: 'not understood from here on',
  hint: 'compare it with the example in docs/reference; text with special characters needs quotes',
};

const sentences: Partial<Record<ErrorCode, Words>> = {
  BAD_INDENT: indentation,
  BAD_DQ_ESCAPE: {
    message: 'unknown escape in a quoted text',
    label: 'no such escape',
    hint: "write `\\\\` for a backslash, or use '...'",
  },
  BAD_SCALAR_START: {
    message: 'a plain text cannot begin with this character',
    label: 'begins here',
    hint: 'put the text in quotes',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a value begins on the line of another',
    label: 'second `:` on one line',
    hint: 'put a text that holds `: ` in quotes, or begin a new line',
  },
  BLOCK_IN_FLOW: indentation,
  MISSING_CHAR: indentation,
  MULTILINE_IMPLICIT_KEY: indentation,
};

/** `reason: Checkout is slow: p99 40 s` is the mistake of the night; the parser calls it a nested mapping. */
function colonInText(error: YAMLError, line: string): Words | undefined {
  const value = /^\s*(?:- )?([A-Za-z]+): (?!["'[{>|])(.*: .*)$/.exec(line);
  if (!value || error.code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined;
  return {
    message: `the text of \`${value[1]}\` holds a colon and needs quotes`,
    label: 'the text stands here',
    hint: `write \`${value[1]}: "..."\`, or begin it with \`>-\` and a new line`,
  };
}

/** `person alba`: a name, a value, and nothing between them. */
function noColon(line: string): Words | undefined {
  const match = /^\s*(?:- )?([A-Za-z]+) +([^:]+)$/.exec(line);
  if (!match) return undefined;
  return {
    message: 'a field has no colon',
    label: 'no `:` behind the name',
    hint: `write \`${match[1]}: ${match[2]?.trim().slice(0, 60)}\` if \`${match[1]}\` is a field`,
  };
}
