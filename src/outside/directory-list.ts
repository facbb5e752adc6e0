/**
 * Lists the objects of a folder: all of them, or an outage. What is neither file nor folder is a key
 * as well: it is never followed, and reading it is refused, so that no listing hides it.
 */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Outage } from '../problem/outage.ts';
import { folderExists, isCode, outage } from './directory-errors.ts';

/** Keys below `folder` that begin with `prefix`, sorted by code units; `skip` stands at the top and is no object. */
export function listFolder(folder: string, prefix: string, skip: string): string[] {
  const below = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const keys: string[] = [];
  refuseLinks(folder, below);
  walk(folder, below, (key, isFolder) => {
    if (key === skip) return false;
    // A folder is entered when the prefix leads into it, or it already begins with the prefix.
    if (isFolder) return key.startsWith(prefix) || prefix.startsWith(`${key}/`);
    if (key.startsWith(prefix)) keys.push(key);
    return false;
  });
  return keys.sort();
}

/** Calls `visit` for every file and folder; enters the folders for which it says so. */
function walk(folder: string, below: string, visit: (key: string, isFolder: boolean) => boolean): void {
  for (const entry of read(folder, below)) {
    const key = below + entry.name;
    if (visit(key, entry.isDirectory())) walk(folder, `${key}/`, visit);
  }
}

/** A link in place of a folder shows another one, or none: that is not an empty folder. */
function refuseLinks(folder: string, below: string): void {
  const segments = below.split('/').slice(0, -1);
  for (const index of segments.keys()) {
    const path = join(folder, ...segments.slice(0, index + 1));
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) continue;
    throw new Outage(`cannot list ${path}: it is a link, not a folder`, { code: 'BG0822' });
  }
}

/** A folder below the archive that is not there holds nothing; the archive itself must be there. */
function read(folder: string, below: string): Dirent[] {
  const path = join(folder, below);
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isCode(error, 'ENOENT') && below !== '' && folderExists(folder)) return [];
    throw outage(`cannot list ${path}`, error, folder);
  }
}
