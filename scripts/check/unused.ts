/** Knip: files, exports and dependencies that nothing uses, and imports that package.json does not list. */
import type { Report } from './guards.ts';
import { tool } from './tool.ts';

const flags = ['--no-progress', '--treat-config-hints-as-errors'];

const reporters = ['--reporter', 'symbols', '--reporter', './scripts/check/knip-count.ts'];

export async function unused(files: readonly string[]): Promise<Report> {
  const { ok, output } = await tool('knip', ...flags, ...reporters);
  const count = Number(/^analysed (\d+) files$/m.exec(output)?.[1] ?? 0);
  const missing = files.length - count;
  return {
    clean: ok,
    saw: `${count} files`,
    unseen: missing > 0 ? [`${missing} of ${files.length} files`] : [],
    text: output.replace(/^analysed .*$/m, ''),
  };
}
