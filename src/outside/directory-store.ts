/**
 * The archive of a local target: a folder with one file per object. An object appears complete or
 * not at all: it is written beside, in `tmp/`, made durable, and linked to its name, which fails
 * when the name is taken.
 *
 * Reads are synchronous: an archive is tens of thousands of tiny files on a local disk, and the
 * detour over the thread pool costs ten times the read.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as aTurn } from 'node:timers/promises';
import type { Store } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import { checkedKey, checkedPrefix, scratch } from './archive-key.ts';
import { folderExists, isCode, outage } from './directory-errors.ts';
import { listFolder } from './directory-list.ts';
import { readObject } from './directory-read.ts';

/** So many reads, a few milliseconds, and Ctrl-C is heard: without a turn of its own it would wait for the last one. */
const breath = 256;

/** The folder must exist: one that does not is an archive that is elsewhere, not an empty one. */
export function directoryStore(folder: string): Store {
  let reads = 0;
  return {
    place: folder,
    create: (key, bytes) => create(folder, checkedKey(key), bytes),
    async get(key) {
      reads += 1;
      if (reads % breath === 0) await aTurn();
      return get(folder, checkedKey(key));
    },
    list: async (prefix) => listFolder(folder, checkedPrefix(prefix), scratch),
  };
}

/** Makes the folder of a new archive, with all folders above it; one that is there is left as it is. */
export function makeDirectory(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw outage(`cannot make the archive folder ${folder}`, error);
  }
}

async function create(folder: string, key: string, bytes: Uint8Array): Promise<'created' | 'exists'> {
  const name = join(folder, key);
  const scrap = join(folder, scratch, randomUUID());
  try {
    await makeFolder(folder, scratch);
    await writeDurably(scrap, bytes);
    await makeFolders(folder, key);
    const result = await linkTo(scrap, name);
    await syncFolder(dirname(name));
    await unlink(scrap);
    return result;
  } catch (error) {
    await unlink(scrap).catch(() => undefined);
    throw outage(`cannot write ${name}`, error, folder);
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkTo(scrap: string, name: string): Promise<'created' | 'exists'> {
  try {
    await link(scrap, name);
    return 'created';
  } catch (error) {
    if (isCode(error, 'EEXIST')) return 'exists';
    throw error;
  }
}

/** Folder by folder below the root, never the root itself. */
async function makeFolders(folder: string, key: string): Promise<void> {
  const segments = key.split('/').slice(0, -1);
  for (const index of segments.keys()) await makeFolder(folder, segments.slice(0, index + 1).join('/'));
}

async function makeFolder(folder: string, below: string): Promise<void> {
  const path = join(folder, below);
  try {
    await mkdir(path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

/** A new name is durable when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function get(folder: string, key: string): Uint8Array | undefined {
  const name = join(folder, key);
  try {
    return readObject(name);
  } catch (error) {
    if (error instanceof Outage) throw error;
    if (isCode(error, 'ENOENT') && folderExists(folder)) return undefined;
    throw outage(`cannot read ${name}`, error, folder);
  }
}
