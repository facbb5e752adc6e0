/** Folders that hold local targets: state and archive of each are in `.breakglass/<target>/`. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemOutage } from './system-errors.ts';

const name = '.breakglass';

/** State and archive of a local target. */
export function targetFolder(root: string, target: string): string {
  return join(root, name, target);
}

/** Names of the targets that have an archive here. */
export function localTargets(root: string): string[] {
  if (!holdsTargets(root)) return [];
  return entriesOf(join(root, name))
    .filter((entry) => entry.isDirectory() && existsSync(join(targetFolder(root, entry.name), 'archive')))
    .map((entry) => entry.name)
    .sort();
}

export function holdsTargets(folder: string): boolean {
  return existsSync(join(folder, name));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw systemOutage(`${folder} cannot be listed`, error);
  }
}
