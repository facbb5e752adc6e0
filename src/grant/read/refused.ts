/** What YAML can do and our files must not: found in the token tree, where each has its position. */
import type { CST } from 'yaml';
import type { Fault, Finding } from './finding.ts';
import type { Span } from './source.ts';

const deepest = 32;

type Item = CST.BlockMap['items'][number] | CST.FlowCollection['items'][number];

/** Walks with a list of its own instead of recursion: the depth is what is being checked. */
export function refusedFindings(tokens: readonly CST.Token[]): Finding[] {
  const findings: Finding[] = [];
  let documents = 0;
  const open = tokens.toReversed().map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return [{ ...tooDeep, span: spanOf(token) }];
    if (token.type === 'document') documents += 1;
    const fault = faultOf(token, documents);
    if (fault) findings.push({ ...fault, span: spanOf(token) });
    const deeper = 'items' in token ? depth + 1 : depth;
    for (const part of partsOf(token).reverse()) open.push({ token: part, depth: deeper });
  }
  return oncePerCode(findings);
}

/** A hundred aliases are one habit, and a directive brings its marker with it. */
function oncePerCode(findings: readonly Finding[]): Finding[] {
  const directive = findings.some(({ code }) => code === 'BG0115');
  return [...new Set(findings.map(({ code }) => code))].flatMap((code) => {
    const [first, ...more] = findings.filter((finding) => finding.code === code);
    if (!first || (directive && code === 'BG0112')) return [];
    return [more.length === 0 ? first : { ...first, label: `${first.label}, and ${more.length} more` }];
  });
}

function spanOf(token: CST.Token): Span {
  const length = 'source' in token ? token.source.split('\n', 1)[0]?.trimEnd().length : 1;
  return { start: token.offset, end: token.offset + Math.max(1, length ?? 1) };
}

const tooDeep: Fault = {
  code: 'BG0116',
  message: `more than ${deepest} levels inside each other`,
  label: 'too deep',
  hint: 'no file of this kind needs more than a few levels',
};

function faultOf(token: CST.Token, documents: number): Fault | undefined {
  switch (token.type) {
    case 'directive':
      return {
        code: 'BG0115',
        message: 'YAML directives are not allowed',
        label: 'directive',
        hint: 'delete the line',
      };
    case 'doc-start':
      return documents > 1 ? secondDocument : marker;
    case 'doc-end':
      return marker;
    case 'tag':
      return { code: 'BG0113', message: 'YAML tags are not allowed', label: 'tag', hint: tagHint };
    case 'anchor':
      return { ...reference, message: 'YAML anchors are not allowed', label: 'anchor' };
    case 'alias':
      return { ...reference, message: 'YAML aliases are not allowed', label: 'alias' };
    case 'scalar':
      return token.source === '<<'
        ? { ...reference, message: 'YAML merge keys are not allowed', label: 'merge key' }
        : undefined;
    case 'flow-collection':
      return token.end.some(({ type }) => type.startsWith('flow-'))
        ? undefined
        : unclosed(token.start.source);
    case 'double-quoted-scalar':
    case 'single-quoted-scalar':
      return token.source.length > 1 && token.source.endsWith(token.source.charAt(0))
        ? undefined
        : unclosed(token.source.charAt(0));
    default:
      return undefined;
  }
}

/** Found here, because the parser only sees what comes far behind it. */
function unclosed(opening: string): Fault {
  return {
    code: 'BG0110',
    message: `\`${opening}\` is not closed`,
    label: 'opened here',
    hint: `close it with \`${{ '[': ']', '{': '}' }[opening] ?? opening}\``,
  };
}

const secondDocument: Fault = {
  code: 'BG0112',
  message: 'one document per file',
  label: 'second document starts here',
  hint: 'move it to its own file',
};

const marker: Fault = {
  code: 'BG0112',
  message: 'document markers are not allowed',
  label: 'marker',
  hint: 'delete the line: a file holds one document',
};

const tagHint = 'write the plain value; secrets never belong into these files';

const reference = {
  code: 'BG0114',
  hint: 'repeat the value: reviewers must see it where it applies',
} as const;

/** Everything inside a token, in the order of the text. */
function partsOf(token: CST.Token): CST.Token[] {
  const parts: CST.Token[] = [];
  if ('start' in token) parts.push(...[token.start].flat());
  if ('props' in token) parts.push(...token.props);
  if ('items' in token) parts.push(...token.items.flatMap(itemParts));
  if ('value' in token && token.value) parts.push(token.value);
  if ('end' in token && token.end) parts.push(...token.end);
  return parts;
}

function itemParts({ start, key, sep, value }: Item): CST.Token[] {
  return [...start, ...(key ? [key] : []), ...(sep ?? []), ...(value ? [value] : [])];
}
