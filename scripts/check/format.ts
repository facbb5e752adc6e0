/** Biome: form, lint, layers, clock. It lists what it has processed. */
import type { Report } from './guards.ts';
import { isGenerated } from './source-files.ts';
import { tool } from './tool.ts';

const flags = ['--colors=off', '--max-diagnostics=none', '--error-on-warnings', '--verbose'];

export async function format(files: readonly string[]): Promise<Report> {
  const { ok, output } = await tool('biome', 'ci', ...flags);
  const [text = '', ...notes] = output.split(/^ VERBOSE .*$/m);
  const processed = new Set(notes.join('').match(/(?<=^ +- )\S.*$/gm) ?? []);
  return {
    clean: ok,
    saw: `${processed.size} files`,
    unseen: files.filter((file) => !isGenerated(file) && !processed.has(file)),
    text,
  };
}
