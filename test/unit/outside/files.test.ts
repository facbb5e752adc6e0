/** The work tree: what is read, what is never followed, and files that are whole or not there. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRoot, readWorkTree, writeWhole } from '../../../src/outside/files.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'breakglass-files-'));
  for (const folder of ['grants/old', 'estate', 'src']) mkdirSync(join(root, folder), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the root is the nearest folder that holds grants and estate', () => {
  expect(findRoot(root)).toBe(root);
  expect(findRoot(join(root, 'grants/old'))).toBe(root);
  mkdirSync(join(root, 'src/grants'));
  expect(findRoot(join(root, 'src'))).toBe(root);
  mkdirSync(join(root, 'src/estate'));
  expect(findRoot(join(root, 'src'))).toBe(join(root, 'src'));
});

test('no root is an outage that says where was looked', () => {
  rmSync(join(root, 'estate'), { recursive: true });
  expect(() => findRoot(join(root, 'grants'))).toThrow(join(root, 'grants'));
});

test('every mode is told apart, sorted by path, and only the data folders are read', () => {
  write('src/secret.ts', 'no data');
  write('grants/b.yaml', 'b');
  write('grants/old/a.yaml', 'a');
  write('estate/run.yaml', 'run');
  chmodSync(join(root, 'estate/run.yaml'), 0o755);
  symlinkSync('../src/secret.ts', join(root, 'grants/link.yaml'));
  symlinkSync('../src', join(root, 'grants/folder'));
  symlinkSync('nowhere', join(root, 'estate/dangling.yaml'));
  symlinkSync('src', join(root, 'playbooks'));
  mkdirSync(join(root, 'grants/module/.git'), { recursive: true });
  write('grants/module/inner.yaml', 'inner');
  execFileSync('mkfifo', [join(root, 'grants/pipe.yaml')]);
  mkdirSync(join(root, 'grants/empty.yaml'));
  const found = readWorkTree(root).map(({ path, mode, bytes }) => [
    path,
    mode,
    Buffer.from(bytes).toString(),
  ]);
  expect(found).toEqual([
    ['estate/dangling.yaml', 'link', 'nowhere'],
    ['estate/run.yaml', 'executable', 'run'],
    ['grants/b.yaml', 'file', 'b'],
    ['grants/empty.yaml', 'folder', ''],
    ['grants/folder', 'link', '../src'],
    ['grants/link.yaml', 'link', '../src/secret.ts'],
    ['grants/module', 'submodule', ''],
    ['grants/old/a.yaml', 'file', 'a'],
    ['grants/pipe.yaml', 'device', ''],
    ['playbooks', 'link', 'src'],
  ]);
});

test('folders can be chosen, and one that is not there holds nothing', () => {
  write('grants/a.yaml', 'a');
  write('estate/b.yaml', 'b');
  expect(readWorkTree(root, ['estate', 'approvals']).map(({ path }) => path)).toEqual(['estate/b.yaml']);
});

test('a file that would fill the memory keeps its size and not its content', () => {
  writeFileSync(join(root, 'grants/huge.yaml'), Buffer.alloc(3 * 1024 * 1024, 'x'));
  const [file] = readWorkTree(root, ['grants']);
  expect(file?.bytes.length).toBeGreaterThan(64 * 1024);
  expect(Buffer.from(file?.bytes ?? []).includes('x')).toBe(false);
});

test('writing replaces the whole file, keeps its mode and leaves nothing else', async () => {
  const path = join(root, 'estate/prod.lock.json');
  await writeWhole(path, 'first, and longer than the second');
  expect(readFileSync(path, 'utf8')).toBe('first, and longer than the second');
  chmodSync(path, 0o600);
  await writeWhole(path, Buffer.from('second'));
  expect(readFileSync(path, 'utf8')).toBe('second');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(root, 'estate'))).toEqual(['prod.lock.json']);
});

test('a link is replaced, and what it leads to stays', async () => {
  write('src/kept.ts', 'kept');
  const path = join(root, 'estate/prod.lock.json');
  symlinkSync('../src/kept.ts', path);
  await writeWhole(path, 'new');
  expect(lstatSync(path).isSymbolicLink()).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readFileSync(join(root, 'src/kept.ts'), 'utf8')).toBe('kept');
});

test('what cannot be written is an outage and leaves no draft', async () => {
  mkdirSync(join(root, 'estate/taken'));
  await expect(writeWhole(join(root, 'estate/taken'), 'x')).rejects.toMatchObject({ name: 'Outage' });
  write('a-file', 'x');
  await expect(writeWhole(join(root, 'a-file/below'), 'x')).rejects.toMatchObject({ name: 'Outage' });
  expect(readdirSync(join(root, 'estate'))).toEqual(['taken']);
});

test('a folder that is not there is made', async () => {
  await writeWhole(join(root, 'approvals/a-grant/bo.sig'), 'x');
  expect(readdirSync(join(root, 'approvals/a-grant'))).toEqual(['bo.sig']);
});

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}
