/** Folders that hold local targets: state and archive of each are in `.breakglass/<target>/`. */
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemOutage } from './system-errors.ts';

const name = '.breakglass';

/** State and archive of a local target. */
export function targetFolder(root: string, target: string): string {
  return join(root, name, target);
}

/** Names of the targets whose archive is here, or in a local AWS. */
export function localTargets(root: string): string[] {
  if (!holdsTargets(root)) return [];
  return entriesOf(join(root, name))
    .filter((entry) => entry.isDirectory() && localArchive(root, entry.name) !== undefined)
    .map((entry) => entry.name)
    .sort();
}

/** Where the archive of a local target is; undefined for a target of AWS itself. */
export function localArchive(root: string, target: string): LocalArchive | undefined {
  if (!isTargetName(target)) return undefined;
  const folder = join(targetFolder(root, target), 'archive');
  if (existsSync(folder)) return { folder };
  const file = endpointFile(root, target);
  return existsSync(file) ? { endpoint: readFileSync(file, 'utf8').trim() } : undefined;
}

/** What else is typed in the place of a target must lead to no folder and to no bucket. */
export function isTargetName(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

export type LocalArchive = { readonly folder: string } | { readonly endpoint: string };

/** Holds one line: where the local AWS of the target is, in whose S3 its archive lies. */
export function endpointFile(root: string, target: string): string {
  return join(targetFolder(root, target), 'endpoint');
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
