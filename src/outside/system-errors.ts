/** What the file system says, in plain words, and what to do about it. */
import { Outage } from '../problem/outage.ts';

type Words = { readonly says: string; readonly hint: string };

const again = 'then run the same command again';
const room = `make room, ${again}`;
const rights = 'see whose it is, and as whom this runs (`id`)';
const inTheWay = 'see what lies there, and move it away';

const words: { readonly [code: string]: Words } = {
  EACCES: { says: 'permission denied', hint: rights },
  EPERM: { says: 'the file system does not permit it (an archive needs one with hard links)', hint: rights },
  ENOTSUP: { says: 'the file system has no hard links', hint: 'use a folder on a disk of this machine' },
  EROFS: { says: 'the file system is read-only', hint: `use a folder that can be written, ${again}` },
  ENOSPC: { says: 'the disk is full', hint: room },
  EDQUOT: { says: 'the quota is used up', hint: room },
  EFBIG: { says: 'no file may grow that large here', hint: `raise the limit (\`ulimit -f\`), ${again}` },
  ENOTDIR: { says: 'a part of the path is a file, not a folder', hint: inTheWay },
  EISDIR: { says: 'it is a folder, not a file', hint: inTheWay },
  EMFILE: { says: 'too many files are open', hint: `raise the limit (\`ulimit -n\`), ${again}` },
  EIO: { says: 'the disk reports an error', hint: 'see the log of this machine' },
  ENOENT: { says: 'it does not exist', hint: 'see which part of the path is missing' },
  ELOOP: { says: 'it is a link that leads in a circle', hint: inTheWay },
  ENAMETOOLONG: { says: 'the path is too long', hint: 'use a folder with a shorter path' },
};

/** The outage of a failed call of the file system; `what` could not be done. Unknown failures keep Node's words. */
export function systemOutage(what: string, error: unknown): Outage {
  const known = wordsOf(error);
  const says = known?.says ?? (error instanceof Error ? error.message : String(error));
  return new Outage(`${what}: ${says}`, known ? { hint: known.hint, cause: error } : { cause: error });
}

/** The same for one that nobody has met on its way to the top; undefined for what is no failure of this machine. */
export function unmetOutage(error: unknown): Outage | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || wordsOf(error) === undefined) return undefined;
  const place = 'path' in error ? String(error.path) : 'a file';
  return systemOutage(`${place} cannot be ${verbs[String(error.syscall)] ?? 'used'}`, error);
}

const verbs: { readonly [call: string]: string } = {
  write: 'written',
  mkdir: 'made',
  mkdtemp: 'made',
  read: 'read',
  scandir: 'listed',
};

function wordsOf(error: unknown): Words | undefined {
  return error instanceof Error && 'code' in error ? words[String(error.code)] : undefined;
}
