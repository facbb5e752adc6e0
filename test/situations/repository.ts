/**
 * A situation on disk that is a whole repository: its files, and `made.json` with those that a folder
 * cannot hold: links, executables, submodules, very large ones. `expect.txt` is the runner's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../src/grant/written.ts';

type Made = {
  readonly path: string;
  readonly text: string;
  readonly mode?: SourceFile['mode'];
  readonly times?: number;
};

/** The names of the situations below a folder. */
export function namesOf(root: string): string[] {
  return readdirSync(root).sort();
}

/** Refuses what it does not know: a misspelt folder would be a case that tests nothing. */
export function filesIn(folder: string): SourceFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const data = paths.filter((path) => path !== 'expect.txt' && path !== 'made.json');
  const unknown = data.filter((path) => !/^(grants|playbooks|estate)\//.test(path));
  if (unknown.length > 0) throw new Error(`${folder}: unknown files: ${unknown.join(', ')}`);
  const written = data.map(
    (path): SourceFile => ({ path, mode: 'file', bytes: readFileSync(join(folder, path)) }),
  );
  return [...written, ...(paths.includes('made.json') ? madeFiles(folder) : [])];
}

function madeFiles(folder: string): SourceFile[] {
  const made = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8')) as Made[];
  return made.map(({ path, text, mode = 'file', times = 1, ...unknown }) => {
    if (Object.keys(unknown).length > 0) throw new Error(`${folder}/made.json: unknown field`);
    return { path, mode, bytes: Buffer.from(text.repeat(times)) };
  });
}
