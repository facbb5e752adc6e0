/** Which kind of file a path stands for. The folder decides, never the content. */
import type { FileKind, SourceFile } from '../written.ts';

const folders = { grants: 'Grant', playbooks: 'Playbook', estate: 'Estate' } as const;

/** The folder that files of a kind belong to, with its `/`. */
export const folderOf = {
  Grant: 'grants/',
  Playbook: 'playbooks/',
  Estate: 'estate/',
  Lock: 'estate/',
} as const satisfies Record<FileKind, string>;

/**
 * The kind of a file below one of our folders, also of one whose name is wrong; undefined elsewhere.
 * An empty `.gitkeep` is no data: git keeps no empty folder without one.
 */
export function kindOf(file: SourceFile): FileKind | undefined {
  const [folder = '', ...rest] = file.path.split('/');
  if (rest.length === 0 || !Object.hasOwn(folders, folder)) return undefined;
  if (rest.join('/') === '.gitkeep' && file.mode === 'file' && file.bytes.length === 0) return undefined;
  if (folder === 'estate' && file.path.endsWith('.lock.json')) return 'Lock';
  return folders[folder as keyof typeof folders];
}

/** The first line by which editors find the schema. */
export function firstLineOf(kind: Exclude<FileKind, 'Lock'>): string {
  return `# yaml-language-server: $schema=../schemas/${kind.toLowerCase()}.schema.json`;
}
