/** Lock files are JSON. They are parsed as YAML like all others, but only after JSON has had its say. */
import { type Finding, wholeFile } from './finding.ts';
import { parseTree } from './parse.ts';
import type { Source, Span } from './source.ts';

/** Engines word and place their JSON errors differently, so the place comes from our own parser. */
export function jsonFindings(source: Source): Finding[] {
  if (isJson(source.text)) return [];
  const conflict = conflictIn(source.text);
  const span = conflict ?? firstError(source);
  const label = conflict ? 'a merge left this behind' : 'not understood from here on';
  const hint = 'fetch it again: `breakglass estate lock --target <target>`';
  const fault = { code: 'BG0142', message: 'the lock file is not JSON', hint } as const;
  return [span ? { ...fault, label, span } : { ...fault, span: wholeFile }];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The most frequent way in which a generated file breaks. */
function conflictIn(text: string): Span | undefined {
  const match = /^<{7} .*$/m.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

function firstError(source: Source): Span | undefined {
  const parsed = parseTree(source);
  return 'findings' in parsed ? parsed.findings[0]?.span : undefined;
}
