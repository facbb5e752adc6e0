/** What git and the disk say of a file, before a byte of it is read. */
import type { FileKind, SourceFile } from '../written.ts';
import type { Fault } from './finding.ts';
import { folderOf } from './kind.ts';

const largest = 64 * 1024;

export function envelopeFault(file: SourceFile, kind: FileKind): Fault | undefined {
  return modeFault(file) ?? nameFault(file, kind) ?? sizeFault(file);
}

/** The text of the bytes; undefined when they are not valid UTF-8. A byte order mark stays in it. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const plainName = /^[a-z0-9]+(-[a-z0-9]+)*\.(yaml|lock\.json)$/;

/** Other files call it by this name. */
export function hasPlainName({ path }: SourceFile): boolean {
  return plainName.test(path.slice(path.lastIndexOf('/') + 1));
}

const modes = {
  executable: { message: 'the file is executable', hint: 'take the bit away: `chmod -x` and commit' },
  link: { message: 'the file is a link', hint: 'put the file itself in its place' },
  folder: { message: 'this is a folder', hint: 'put a file in its place, or take the ending from its name' },
  device: { message: 'this is a pipe, a socket or a device', hint: 'put the file itself in its place' },
  submodule: { message: 'this is a submodule', hint: 'put the files themselves into this repository' },
};

function modeFault(file: SourceFile): Fault | undefined {
  return file.mode === 'file' ? undefined : { code: 'BG0101', ...modes[file.mode] };
}

function nameFault(file: SourceFile, kind: FileKind): Fault | undefined {
  const folder = folderOf[kind];
  const name = file.path.slice(folder.length);
  if (name.includes('/')) {
    const base = name.slice(name.lastIndexOf('/') + 1);
    return misplaced('files in subfolders are not read', `move it to ${folder}${base}`);
  }
  if (kind === 'Lock') return lockNameFault(name);
  if (name.endsWith('.yaml') && plainName.test(name)) return undefined;
  if (/\.ya?ml$/i.test(name)) {
    const better = name
      .replace(/\.ya?ml$/i, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return misplaced(
      'the file name is not of the form <name>.yaml, with a-z, 0-9 and `-`',
      better === '' ? 'rename it' : `rename it to ${better}.yaml`,
    );
  }
  return misplaced(`${folder} holds .yaml files only`, `move the file out of ${folder}`);
}

function lockNameFault(name: string): Fault | undefined {
  if (plainName.test(name)) return undefined;
  return misplaced('the file name is not of the form <target>.lock.json', 'delete it and fetch it again');
}

function misplaced(message: string, hint: string): Fault {
  return { code: 'BG0102', message, hint };
}

function sizeFault(file: SourceFile): Fault | undefined {
  if (file.bytes.length <= largest) return undefined;
  const size = Math.ceil(file.bytes.length / 1024);
  return {
    code: 'BG0103',
    message: `the file has ${size} KiB, at most 64 KiB are read`,
    hint: 'split it, or delete what does not belong here',
  };
}
