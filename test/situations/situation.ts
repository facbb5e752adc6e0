/**
 * A situation on disk: the example repository with a few changes. `change.yaml` says why the case is
 * there and what is changed; files below `estate/`, `grants/` and `playbooks/` are laid over the
 * examples; `now.txt` is the clock, where the clock matters. Anything else in a folder is a mistake,
 * and so is a change that changes nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { at, type Instant } from '../../src/grant/lifetime.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import { readWorkTree } from '../../src/outside/files.ts';

export type Situation = {
  readonly why: string;
  readonly files: readonly SourceFile[];
  readonly now: Instant | undefined;
};

type Change = {
  readonly file: string;
  readonly replace?: string;
  readonly with?: string;
  readonly rename?: string;
  readonly delete?: true;
};

const repository = join(import.meta.dirname, '..', '..');
const folders = ['docs', 'estate', 'grants', 'playbooks'];

/** The files of the example repository, as they are in this repository. */
export function exampleFiles(): SourceFile[] {
  return readWorkTree(repository, folders);
}

/** `own` are the names of the files in which the runner keeps what it expects. */
export function readSituation(folder: string, own: readonly string[]): Situation {
  const names = readdirSync(folder);
  const known = ['change.yaml', 'now.txt', ...folders, ...own];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${folder} holds ${unknown.join(', ')}`);
  const { why, changes } = readChanges(join(folder, 'change.yaml'));
  const files = new Map(
    [...exampleFiles(), ...readWorkTree(folder, folders)].map((file) => [file.path, file]),
  );
  for (const change of changes) apply(change, files);
  const now = names.includes('now.txt')
    ? at(readFileSync(join(folder, 'now.txt'), 'utf8').trim())
    : undefined;
  return { why, files: [...files.values()], now };
}

function readChanges(path: string): { why: string; changes: readonly Change[] } {
  const { why, changes = [], ...unknown } = parse(readFileSync(path, 'utf8'));
  if (typeof why !== 'string' || why.length < 20) throw new Error(`${path}: say why the case is there`);
  if (!Array.isArray(changes) || Object.keys(unknown).length > 0) throw new Error(`${path}: unknown field`);
  return { why, changes };
}

function apply(
  { file: path, replace, with: text, rename, delete: gone, ...unknown }: Change,
  files: Map<string, SourceFile>,
): void {
  const file = files.get(path);
  const ways = [replace, rename, gone].filter((way) => way !== undefined).length;
  if (!file || ways !== 1 || Object.keys(unknown).length > 0)
    throw new Error(`change of ${path}: not understood`);
  if (replace !== undefined) files.set(path, { ...file, bytes: replaced(file, replace, text) });
  else {
    files.delete(path);
    if (rename !== undefined) files.set(rename, { ...file, path: rename });
  }
}

/** The text must be there exactly once: a change that misses would leave a case that tests nothing. */
function replaced({ path, bytes }: SourceFile, text: string, by: string | undefined): Uint8Array {
  const [before = '', after, ...more] = new TextDecoder().decode(bytes).split(text);
  if (after === undefined || more.length > 0 || by === undefined || by === text) {
    throw new Error(
      `change of ${path}: \`${text}\` stands there ${after === undefined ? 'not at all' : 'too often'}`,
    );
  }
  return Buffer.from(before + by + after);
}
