/** The work tree: for what people are still writing (`validate`, `fmt`, previews), and for writing files whole. */

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../grant/written.ts';
import { Outage } from '../problem/outage.ts';
import { systemOutage } from './system-errors.ts';

/** The folders that hold the users' data, and the pages that playbooks name. */
const dataFolders = ['approvals', 'docs', 'estate', 'grants', 'playbooks'] as const;

/** Such a file is refused by its size; its content is not loaded, so that it cannot fill the memory. */
const largest = 1024 * 1024;

/** A mistyped folder must not become the nearest repository above it. Throws `Outage` when there is none. */
export function existingFolder(path: string): string {
  if (isFolder(path)) return path;
  throw new Outage(`there is no folder ${path}`, { hint: 'see what was named with -C' });
}

/** A folder to write into: new, empty, or by its `mark` an earlier output. Throws `Outage` for any other place. */
export function outputFolder(path: string, mark: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  const names = found?.isDirectory() ? readdirSync(path) : [];
  const free = found === undefined || (found.isDirectory() && names.length === 0) || names.includes(mark);
  if (free) return path;
  throw new Outage(`${path} holds something else`, { hint: 'name a new folder, or an empty one' });
}

/**
 * The folder that holds `estate/` and `grants/` or `playbooks/`: `from` or the nearest one above it. Git keeps no
 * empty folder: with the last grant its folder goes too. Throws `Outage` when there is none.
 */
export function findRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const holds = (name: string) => isFolder(join(folder, name));
    if (holds('estate') && (holds('grants') || holds('playbooks'))) return folder;
    if (folder === dirname(folder)) {
      throw new Outage(`neither ${resolve(from)} nor a folder above it holds grants/ and estate/`, {
        hint: 'go to the repository that holds the grants, name it with -C, or begin one: mkdir grants playbooks estate',
      });
    }
  }
}

/** The files below `folders` as they lie on the disk, sorted by path. A folder that is not there holds none. */
export function readWorkTree(root: string, folders: readonly string[] = dataFolders): SourceFile[] {
  try {
    const found = folders.flatMap((folder) => [...readEntry(root, folder)]);
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    throw systemOutage(`the files of ${root} cannot be read`, error);
  }
}

/**
 * Replaces or creates a file in one step: a reader sees the old bytes or the new ones, and a crash
 * leaves the old ones. A link in its place is replaced, not followed.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw systemOutage(`${folder} cannot be made`, error);
  });
  const draft = join(folder, `.${basename(path)}.${crypto.randomUUID()}`);
  try {
    const mode = await lstat(path).then(
      (now) => (now.isFile() ? now.mode & 0o777 : 0o644),
      () => 0o644,
    );
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw systemOutage(`${path} cannot be written`, error);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Everything is reported as what it is, wherever it stands: what looks like a file to people must not be passed over. */
function* readEntry(root: string, path: string): Generator<SourceFile> {
  const full = join(root, path);
  const found = lstatSync(full, { throwIfNoEntry: false });
  if (isPicture(path) && found?.isFile()) return;
  if (found?.isSymbolicLink()) yield { path, mode: 'link', bytes: Buffer.from(readlinkSync(full)) };
  else if (found?.isDirectory()) yield* readFolder(root, path);
  else if (found?.isFile()) yield readFile(root, path);
  else if (found) yield { path, mode: 'device', bytes: new Uint8Array() };
}

/** Or whatever else lies beside the pages: nothing of the users' data names it. */
function isPicture(path: string): boolean {
  return path.startsWith('docs/') && !path.endsWith('.md');
}

function* readFolder(root: string, path: string): Generator<SourceFile> {
  const names = readdirSync(join(root, path));
  if (names.includes('.git')) yield { path, mode: 'submodule', bytes: new Uint8Array() };
  else if (/\.(ya?ml|json)$/.test(path)) yield { path, mode: 'folder', bytes: new Uint8Array() };
  else for (const name of names) yield* readEntry(root, `${path}/${name}`);
}

/** `O_NOFOLLOW`: the file may have become a link since it was looked at. */
function readFile(root: string, path: string): SourceFile {
  const file = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { mode, size } = fstatSync(file);
    const bytes = size <= largest ? readFileSync(file) : Buffer.alloc(largest + 1, ' ');
    return { path, mode: (mode & 0o111) === 0 ? 'file' : 'executable', bytes };
  } finally {
    closeSync(file);
  }
}
