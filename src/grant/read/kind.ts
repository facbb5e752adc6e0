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
export function kindOf({ path, mode, bytes }: SourceFile): FileKind | undefined {
  const keep = path.endsWith('/.gitkeep') && path.split('/').length === 2;
  return keep && mode === 'file' && bytes.length === 0 ? undefined : kindOfPath(path);
}

export function kindOfPath(path: string): FileKind | undefined {
  const [folder = '', ...rest] = path.split('/');
  if (rest.length === 0 || !Object.hasOwn(folders, folder)) return undefined;
  if (folder === 'estate' && path.endsWith('.lock.json')) return 'Lock';
  return folders[folder as keyof typeof folders];
}

/** The first line by which editors find the schema. */
export function firstLineOf(kind: Exclude<FileKind, 'Lock'>): string {
  return `# yaml-language-server: $schema=../schemas/${kind.toLowerCase()}.schema.json`;
}
