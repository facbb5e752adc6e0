/** The compiler, which says which files it has read. */
import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import type { Report } from './guards.ts';
import { tool } from './tool.ts';

export async function types(files: readonly string[]): Promise<Report> {
  const { ok, output } = await tool('tsc', '--project', '.', '--pretty', 'false', '--listFiles');
  const lines = output.split('\n');
  const root = realpathSync('.');
  const read = new Set(lines.filter(isPath).map((path) => relative(root, path)));
  return {
    clean: ok,
    saw: `${files.filter((file) => read.has(file)).length} files`,
    unseen: files.filter((file) => !read.has(file)),
    text: lines.filter((line) => !isPath(line)).join('\n'),
  };
}

/** Files are listed by their whole path; findings begin with a relative one. */
function isPath(line: string): boolean {
  return line.startsWith('/');
}
