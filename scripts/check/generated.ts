/** What is made from schemas and tables is what they say today, and nothing is left of what they said once. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './guards.ts';
import { isGenerated } from './source-files.ts';
import { tool } from './tool.ts';

const pages = 'docs/reference';

export async function generated(files: readonly string[]): Promise<Report> {
  const { ok, output } = await tool('tsx', 'scripts/generate.ts', '--check');
  const made = new Set(output.match(/(?<=^generated: )\S+$/gm) ?? []);
  const standing = [...files.filter(isGenerated), ...(await readdir(pages)).map((page) => join(pages, page))];
  return {
    clean: ok,
    saw: `${made.size} files`,
    unseen: standing.filter((file) => !made.has(file)),
    text: output.replaceAll(/^generated: .*\n?/gm, ''),
  };
}
