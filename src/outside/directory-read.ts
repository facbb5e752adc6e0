/** Reads an object as the file that it is: a link would show another one, and a pipe would never end. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { Outage } from '../problem/outage.ts';
import { isCode } from './directory-errors.ts';

/** Links are not followed, and nothing waits for the other end of a pipe. */
const asItIs = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Throws an `Outage` (BG0822) where something else than a file lies, and the file system's error otherwise. */
export function readObject(name: string): Uint8Array {
  const handle = openObject(name);
  try {
    const stat = fstatSync(handle);
    // A folder fails by itself, when it is read.
    if (!stat.isFile() && !stat.isDirectory()) throw special(name);
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

function openObject(name: string): number {
  try {
    return openSync(name, asItIs);
  } catch (error) {
    if (isCode(error, 'ELOOP') || isCode(error, 'ENXIO')) throw special(name);
    throw error;
  }
}

function special(name: string): Outage {
  return new Outage(`cannot read ${name}: it is a link or another special file`, { code: 'BG0822' });
}
