/** The characters of a text, before anybody asks what they mean. */
import type { Finding } from './finding.ts';
import { lineOf, type Source } from './source.ts';

/**
 * Control, format (bidirectional among them), private, surrogate, non-character, invisible and
 * odd space characters. Tabs, line feeds and carriage returns before line feeds have their own checks.
 */
const unseen =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\u2800]/gu;

/** `stop`: the text cannot be parsed without guessing what was meant. */
export function characterFindings(source: Source, mark: boolean): { findings: Finding[]; stop: boolean } {
  const tabs = tabFindings(source);
  return {
    findings: [...endingFindings(source, mark), ...tabs, ...unseenFindings(source)],
    stop: tabs.length > 0,
  };
}

/** `U+202E`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first character of a text that cannot be seen; line feeds are no such characters. */
export function firstUnseen(text: string): string | undefined {
  return text.match(unseen)?.find((character) => character !== '\n');
}

/** The same ending on every line is one problem. */
function endingFindings({ text }: Source, mark: boolean): Finding[] {
  const ending = text.indexOf('\r\n');
  if (ending === -1 && !mark) return [];
  return [
    {
      code: 'BG0105',
      message: mark ? 'the file begins with a byte order mark' : 'lines end as on Windows (CRLF)',
      hint: '`breakglass fmt` writes the file without',
      span: mark ? { start: 0, end: 1 } : { start: ending, end: ending + 1 },
    },
  ];
}

function tabFindings(source: Source): Finding[] {
  const first = source.text.indexOf('\t');
  if (first === -1) return [];
  const lines = new Set([...source.text.matchAll(/\t/g)].map(({ index }) => lineOf(source, index)));
  const indents = /^[ \t]*$/.test(source.text.slice(source.lines[lineOf(source, first)], first));
  return [
    {
      code: 'BG0106',
      message: indents ? 'tabs cannot indent YAML' : 'tabs are not allowed',
      label:
        lines.size > 1
          ? `tab here, and on ${lines.size - 1} more ${lines.size === 2 ? 'line' : 'lines'}`
          : 'tab here',
      hint: indents ? 'use two spaces; `breakglass fmt` does it' : 'use a space',
      span: { start: first, end: first + 1 },
    },
  ];
}

/** One per line: who has pasted an invisible character has mostly pasted several. */
function unseenFindings(source: Source): Finding[] {
  const seen = new Set<number>();
  return [...source.text.matchAll(unseen)].flatMap(({ index, 0: character }) => {
    const line = lineOf(source, index);
    const ordinary = '\n\t'.includes(character) || (character === '\r' && source.text[index + 1] === '\n');
    if (ordinary || seen.has(line)) return [];
    seen.add(line);
    const start = source.lines[line] ?? 0;
    const [, field] = /^[ -]*([A-Za-z]+):/.exec(source.text.slice(start, index)) ?? [];
    return [
      {
        code: 'BG0107' as const,
        message: `invisible character ${codePoint(character)}${field === undefined ? '' : ` in \`${field}\``}`,
        label: `column ${index - start + 1}`,
        hint: 'delete it; what cannot be seen cannot be reviewed',
        span: { start: index, end: index + character.length },
      },
    ];
  });
}
