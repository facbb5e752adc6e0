/** What the file system says, in plain words. */
import { statSync } from 'node:fs';
import { Outage } from '../problem/outage.ts';

const words: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'the file system does not permit it (an archive needs one with hard links)',
  ENOTSUP: 'the file system has no hard links',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
  ENOENT: 'it does not exist',
  ELOOP: 'it is a link that leads in a circle',
  ENAMETOOLONG: 'the path is too long',
};

/** An outage with the reason; with `folder` it says first whether the archive is there at all. */
export function outage(what: string, error: unknown, folder?: string): Outage {
  if (folder !== undefined && isCode(error, 'ENOENT') && !folderExists(folder)) {
    return new Outage(`${what}: there is no archive folder ${folder}`, {
      hint: 'Check the path. A folder that does not exist is not an empty archive.',
      cause: error,
    });
  }
  return new Outage(`${what}: ${reason(error)}`, { cause: error });
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return words[code] ?? error.message;
}

/** Also false where nobody may look. */
export function folderExists(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
