/** Lock files are JSON. They are parsed as YAML like all others, but only after JSON has had its say. */
import { type Finding, wholeFile } from './finding.ts';
import type { Source, Span } from './source.ts';

export function jsonFindings({ text }: Source): Finding[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [
      {
        code: 'BG0142',
        message: 'the lock file is not JSON',
        label: conflicted(text) ? 'a merge left this behind' : 'not readable from here on',
        hint: 'fetch it again: `breakglass estate lock --target <target>`',
        span: conflict(text) ?? position(error, text) ?? wholeFile,
      },
    ];
  }
}

function conflicted(text: string): boolean {
  return conflict(text) !== undefined;
}

/** The most frequent way in which a generated file breaks. */
function conflict(text: string): Span | undefined {
  const match = /^<{7} .*$/m.exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : undefined;
}

/** Engines name the position in the message, if at all. */
function position(error: unknown, text: string): Span | undefined {
  const match = /at position (\d+)/.exec(error instanceof Error ? error.message : '');
  if (!match) return undefined;
  const start = Math.min(Number(match[1]), Math.max(0, text.length - 1));
  return { start, end: start + 1 };
}
