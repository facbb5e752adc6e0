/** What a command did to a folder: the files before and after it, by their digests. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function effectsOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [
    ...[...after.keys()].filter((path) => !before.has(path)).map((path) => `new ${path}`),
    ...[...after]
      .filter(([path, digest]) => (before.get(path) ?? digest) !== digest)
      .map(([path]) => `changed ${path}`),
    ...[...before.keys()].filter((path) => !after.has(path)).map((path) => `gone ${path}`),
  ];
}

/** Digest of every file, by path; folders that hold none count as files that are empty. */
export function treeOf(root: string): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(root.length + 1);
      // What git keeps of its own changes with every look at it.
      if (name === '.git' || name.startsWith('.git/')) return [];
      if (entry.isFIFO()) return [[name, 'pipe']];
      if (entry.isDirectory()) return readdirSync(path).length === 0 ? [[name, 'folder']] : [];
      return [[name, createHash('sha256').update(readFileSync(path)).digest('hex')]];
    }),
  );
}
