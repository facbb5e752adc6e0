/** What the file system says of an archive. */
import { statSync } from 'node:fs';
import { Outage } from '../problem/outage.ts';
import { systemOutage } from './system-errors.ts';

/** An outage with the reason; with `folder` it says first whether the archive is there at all. */
export function outage(what: string, error: unknown, folder?: string): Outage {
  if (folder !== undefined && isCode(error, 'ENOENT') && !folderExists(folder)) {
    return new Outage(`${what}: there is no archive folder ${folder}`, {
      hint: 'Check the path. A folder that does not exist is not an empty archive.',
      cause: error,
    });
  }
  return systemOutage(what, error);
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Also false where nobody may look. */
export function folderExists(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
