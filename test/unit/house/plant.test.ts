/** One violation of each kind, planted in a copy of this repository, fails `npm run check`, which names it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, copyHouse, plant } from './copy.ts';
import { harmless, type Plant, plants } from './plants.ts';

const limit = 300_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakglass-house-'));
  await copyHouse(folder);
}, limit);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run check', () => {
  it(
    'finds what is planted',
    async () => {
      await plant(folder, [...plants, ...harmless]);
      const { exitCode, sections } = await check(folder);
      expect(exitCode).toBe(1);
      expect(plants.filter((one) => !isNamed(one, sections))).toEqual([]);
      const findings = findingsOf(sections.get('format and lint'));
      const refused = findings.filter(({ text }) => text.includes('noRestrictedImports'));
      expect(harmless.filter(({ file }) => refused.some((finding) => finding.file === file))).toEqual([]);
    },
    limit,
  );

  it(
    'does not believe a guard that sees a part of the files',
    async () => {
      await blind();
      const { exitCode, sections } = await check(folder);
      expect(exitCode).toBe(1);
      expect(sections.get('types')).toContain('not looked at: src/cli.ts\n');
      expect(sections.get('types')).not.toContain('not looked at: src/problem/problem.ts\n');
      expect(sections.get('format and lint')).toContain('not looked at: src/cli.ts\n');
      expect(sections.get('format and lint')).not.toContain('not looked at: src/problem/problem.ts\n');
      expect(sections.get('unused code')).toMatch(/^not looked at: \d{3} of \d{3} files$/m);
      expect(sections.get('generated files')).toContain('not looked at: docs/reference/grant.md\n');
    },
    limit,
  );
});

/** Narrows every guard to the problems, as a slip in its configuration would. */
async function blind(): Promise<void> {
  const settings = {
    'tsconfig.json': { include: ['src/problem'] },
    'biome.json': { files: { includes: ['src/problem/**'] } },
    'knip.json': { entry: ['src/problem/problem.ts'], project: ['src/problem/**/*.ts'] },
  };
  for (const [file, value] of Object.entries(settings)) {
    await writeFile(join(folder, file), JSON.stringify(value));
  }
  await writeFile(join(folder, 'scripts/generate.ts'), 'export {};\n');
}

function isNamed({ file, text, guard, says }: Plant, sections: ReadonlyMap<string, string>): boolean {
  const section = sections.get(guard) ?? '';
  if (guard !== 'format and lint') {
    return section.split('\n').some((line) => line.includes(file) && line.includes(says));
  }
  // A file that stood before may hold several plants.
  const line = file.includes('/planted-') ? '' : text;
  return findingsOf(section).some(
    (finding) => finding.file === file && finding.text.includes(says) && finding.text.includes(line),
  );
}

/** Biome's findings: each begins with a line that has the file, the place and a rule. */
function findingsOf(report = ''): { file: string; text: string }[] {
  const starts = [...report.matchAll(/^([\w./-]+?)(?::\d+:\d+)? [\w/]+ .*━$/gm)];
  return starts.map(({ index, 1: file = '' }, n) => ({
    file,
    text: report.slice(index, starts[n + 1]?.index),
  }));
}
