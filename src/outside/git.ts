/** The repository of the grants, read from git's objects: never from the work tree or the index. */

import type { SourceFile } from '../grant/written.ts';
import type { Repository } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import { type Git, gitIn } from './git-objects.ts';

type TreeEntry = { readonly path: string; readonly mode: string; readonly id: string; readonly size: number };

/** Such a file is refused by its size; its content is not loaded, so that it cannot fill the memory. */
const largest = 1024 * 1024;

const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** `folder` holds `grants/` and `estate/`; it may lie below the top of the git repository. */
export function openRepository(folder: string): Repository {
  const git = gitIn(folder);
  return {
    head: () => head(git, folder),
    first: () => first(git),
    files: (commit, folders) => files(git, commit, folders),
    descends: (commit, ancestor) => descends(git, commit, ancestor),
  };
}

async function head(git: Git, folder: string): Promise<string> {
  const answer = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  const id = text(answer.stdout).trim();
  if (answer.exitCode === 0 && fullId.test(id)) return id;
  const place = await git(['rev-parse', '--git-dir']);
  if (place.exitCode === 0) {
    throw new Outage(`${folder} has no commit yet`, {
      hint: 'grants count from the commit that holds them: commit first',
    });
  }
  throw new Outage(`${folder} is not in a git repository that can be read: ${place.stderr}`, {
    hint: 'run it in a clone of the repository that holds the grants, or name one with -C',
  });
}

async function first(git: Git): Promise<string> {
  const answer = await git(['rev-list', '--first-parent', '--max-parents=0', 'HEAD']);
  const id = text(answer.stdout).trim();
  // A clone whose history is cut off begins where it was cut.
  if (answer.exitCode === 0 && fullId.test(id) && !(await isShallow(git))) return id;
  throw new Outage('the first commit is not in this clone', {
    hint: 'fetch the whole history (fetch-depth: 0)',
  });
}

async function isShallow(git: Git): Promise<boolean> {
  const answer = await git(['rev-parse', '--is-shallow-repository']);
  return text(answer.stdout).trim() !== 'false';
}

async function files(git: Git, commit: string, folders: readonly string[]): Promise<SourceFile[]> {
  if (!(await has(git, commit))) {
    throw new Outage(`commit ${commit} is not in this clone`, {
      hint: 'fetch the whole history (fetch-depth: 0)',
    });
  }
  // Without a pathspec git would list everything.
  if (folders.length === 0) return [];
  const listed = await git(['ls-tree', '-r', '-z', '-l', '--end-of-options', commit, '--', ...folders]);
  if (listed.exitCode !== 0)
    throw new Outage(`git cannot list ${folders.join(', ')} of ${commit}: ${listed.stderr}`);
  const entries = text(listed.stdout).split('\0').filter(Boolean).map(parseEntry);
  const loaded = entries.filter(({ mode, size }) => mode !== submodule && size <= largest);
  const blobs = await read(
    git,
    loaded.map(({ id }) => id),
  );
  return entries.map((entry) => fileOf(entry, blobs)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function descends(git: Git, commit: string, ancestor: string): Promise<boolean | undefined> {
  if (!(await has(git, commit)) || !(await has(git, ancestor))) return undefined;
  const answer = await git(['merge-base', '--is-ancestor', ancestor, commit]);
  if (answer.exitCode === 0) return true;
  if (answer.exitCode !== 1)
    throw new Outage(`git cannot compare ${ancestor} with ${commit}: ${answer.stderr}`);
  // A clone whose history is cut off cannot know that there is no way between the two.
  return (await isShallow(git)) ? undefined : false;
}

/** Full ids only: a branch can move between two questions, and a name could be an option. */
async function has(git: Git, commit: string): Promise<boolean> {
  if (!fullId.test(commit)) return false;
  const answer = await git(['cat-file', '-t', commit]);
  return answer.exitCode === 0 && text(answer.stdout).trim() === 'commit';
}

const submodule = '160000';
const modes: { readonly [mode: string]: SourceFile['mode'] } = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'link',
  [submodule]: 'submodule',
};

/** `<mode> <type> <id> <size>\t<path>`; the size of a submodule is `-`. */
function parseEntry(line: string): TreeEntry {
  const [facts = '', path = ''] = splitOnce(line, '\t');
  const [mode = '', , id = '', size = ''] = facts.split(/ +/);
  return { path, mode, id, size: Number(size) || 0 };
}

function splitOnce(line: string, separator: string): [string, string] {
  const at = line.indexOf(separator);
  return [line.slice(0, at), line.slice(at + 1)];
}

function fileOf(entry: TreeEntry, blobs: ReadonlyMap<string, Uint8Array>): SourceFile {
  const mode = modes[entry.mode];
  if (mode === undefined) throw new Outage(`git says of ${entry.path} a mode that is unknown: ${entry.mode}`);
  const blank = () => (mode === 'submodule' ? new Uint8Array() : Buffer.alloc(largest + 1, ' '));
  return { path: entry.path, mode, bytes: blobs.get(entry.id) ?? blank() };
}

/** Answers of `cat-file --batch`: `<id> blob <size>\n<bytes>\n` each, in the order of the questions. */
async function read(git: Git, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  if (ids.length === 0) return blobs;
  const { stdout, stderr } = await git(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let at = 0;
  for (const id of ids) {
    const end = stdout.indexOf(0x0a, at);
    const [answered, type, size] = text(stdout.subarray(at, end)).split(' ');
    if (end < 0 || answered !== id || type !== 'blob') {
      throw new Outage(`git has not all the objects of this commit: ${id} ${type ?? stderr}`, {
        hint: 'clone again, with the whole history and without a filter',
      });
    }
    at = end + 1 + Number(size) + 1;
    blobs.set(id, stdout.subarray(end + 1, at - 1));
  }
  return blobs;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
