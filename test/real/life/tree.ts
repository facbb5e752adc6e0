/** A folder as it lies on the disk: every file with its bytes' digest and its time of change. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../src/grant/canonical.ts';

export type Tree = Readonly<Record<string, string>>;

export function treeOf(folder: string): Tree {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map((file) => {
      const { mtimeMs, size } = statSync(file);
      return [file.slice(folder.length + 1), `${size} ${mtimeMs} ${sha256(readFileSync(file))}`];
    }),
  );
}
