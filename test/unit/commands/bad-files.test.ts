/** Every case of bad files through the command line: what `breakglass validate` prints, and how it ends. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main, type Process } from '../../../src/commands/main.ts';
import { checkFiles } from '../../../src/grant/check.ts';
import type { SourceFile } from '../../../src/grant/written.ts';
import { filesIn, namesOf } from '../../situations/repository.ts';
import { readSituation } from '../../situations/situation.ts';

const cases = join(import.meta.dirname, '..', '..', 'cases');
const readCases = namesOf(join(cases, 'read')).map(
  (name) => [`read/${name}`, filesIn(join(cases, 'read', name))] as const,
);
const rulesCases = namesOf(join(cases, 'rules')).map(
  (name) => [`rules/${name}`, readSituation(join(cases, 'rules', name), ['expect.json']).files] as const,
);
const bad = [...readCases, ...rulesCases].filter(([, files]) => checkFiles(files).problems.length > 0);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-bad-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('there are many', () => expect(bad.length).toBeGreaterThan(190));

test.each(bad)('%s', async (name, files) => {
  const root = join(folder, name);
  for (const path of ['grants', 'estate', 'playbooks']) mkdirSync(join(root, path), { recursive: true });
  for (const file of files) write(root, file);
  const { code, out, err } = await validate(root);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toMatch(/^error\[BG0\d{3}\]: /);
  expect(err).toMatch(/\n\d+ errors?.* in \d+ files?\n$/);
  expect(err).not.toMatch(/^ {2,}at |node_modules|src\/|undefined|\[object/m);
  expect(err).not.toContain(folder);
  expect(err).not.toContain('bug in breakglass');
});

function write(root: string, { path, mode, bytes }: SourceFile): void {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  if (mode === 'link') symlinkSync(Buffer.from(bytes).toString(), full);
  else if (mode === 'submodule') mkdirSync(join(full, '.git'), { recursive: true });
  else writeFileSync(full, bytes);
  if (mode === 'executable') chmodSync(full, 0o755);
}

async function validate(root: string): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const fake = {
    env: {},
    cwd: () => root,
    stdout: { write: (text: string) => (said.out += text), isTTY: false },
    stderr: { write: (text: string) => (said.err += text), isTTY: false },
  };
  // Of a process the command line needs what is here.
  const code = await main(['validate'], fake as unknown as Process);
  return { code, ...said };
}
