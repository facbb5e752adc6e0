/** The judge has another licence than the program: it judges, and is never part of what people run or get. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleApp, bundleCli } from '../../scripts/bundles.ts';

const root = join(import.meta.dirname, '..', '..');
const judge = '@cloud-copilot/';

test('no file of the program names it', () => {
  const files = ['src', 'stacks', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const naming = [...files, join(root, 'main.ts')].filter((file) =>
    readFileSync(file, 'utf8').includes(judge),
  );
  expect(naming).toEqual([]);
  expect(files.length).toBeGreaterThan(200);
});

test('no bundle holds it or asks for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-apart-'));
  try {
    for (const { inputs, outputs } of [await bundleApp(folder), await bundleCli(folder)]) {
      const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
      expect([...Object.keys(inputs), ...imports].filter((path) => path.includes(judge))).toEqual([]);
      expect(Object.keys(inputs).length).toBeGreaterThan(20);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test('it is installed for development alone, and nothing of the tests is published', () => {
  const { dependencies, devDependencies, files } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  expect(Object.keys(dependencies).filter((name) => name.startsWith(judge))).toEqual([]);
  expect(Object.keys(devDependencies).filter((name) => name.startsWith(judge))).toHaveLength(2);
  expect(files).toEqual(['dist', 'schemas', 'docs']);
});
