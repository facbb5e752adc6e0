/** Lists the objects of a folder: all of them, or an outage. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Outage } from '../problem/outage.ts';
import { folderExists, isCode, outage } from './directory-errors.ts';

/** Keys below `folder` that begin with `prefix`, sorted by code units; `skip` stands at the top and is no object. */
export function listFolder(folder: string, prefix: string, skip: string): string[] {
  const below = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const keys: string[] = [];
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
    if (!entry.isDirectory() && !entry.isFile()) {
      throw new Outage(`cannot list ${join(folder, key)}: it is neither a file nor a folder`);
    }
    if (visit(key, entry.isDirectory())) walk(folder, `${key}/`, visit);
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
