/** The first line, by which editors find the schema. */
import type { FileKind } from '../written.ts';
import type { Finding } from './finding.ts';
import { firstLineOf } from './kind.ts';
import { lineText, type Source } from './source.ts';

export function headFindings(source: Source, kind: FileKind): Finding[] {
  if (kind === 'Lock' || source.text.trim() === '') return [];
  const line = lineText(source, 0);
  if (line === firstLineOf(kind)) return [];
  const other = /^#\s*yaml-language-server\b/.test(line);
  return [
    {
      code: 'BG0108',
      message: other ? 'the first line names another schema' : 'the first line does not name the schema',
      label: other ? 'not the schema of this folder' : 'the line belongs before this one',
      hint: `\`breakglass fmt\` writes it: ${firstLineOf(kind)}`,
      span: { start: 0, end: line.length },
    },
  ];
}
