/** The repository port over the real git, in folders of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRepository } from '../../../src/outside/git.ts';

let base: string;
let root: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'breakglass-git-'));
  root = join(base, 'repository');
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

test('the head is the full id of the last commit', async () => {
  write('grants/a.yaml', 'a');
  const first = commit();
  write('grants/a.yaml', 'b');
  const second = commit();
  expect(await openRepository(root).head()).toBe(second);
  expect(second).toMatch(/^[0-9a-f]{40}$/);
  expect(first).not.toBe(second);
});

test('files come from the commit, never from the work tree or the index', async () => {
  write('grants/a.yaml', 'committed');
  const id = commit();
  write('grants/a.yaml', 'staged');
  git('add', '.');
  write('grants/a.yaml', 'on the disk');
  write('grants/new.yaml', 'untracked');
  expect(await texts(id, ['grants'])).toEqual({ 'grants/a.yaml': 'committed' });
});

test('every mode is told apart, and links are not followed', async () => {
  write('secret.txt', 'must not be read');
  write('grants/plain.yaml', 'plain');
  write('grants/run.yaml', 'run');
  chmodSync(join(root, 'grants/run.yaml'), 0o755);
  symlinkSync('../secret.txt', join(root, 'grants/link.yaml'));
  const elsewhere = join(base, 'elsewhere');
  git('init', '--quiet', elsewhere);
  gitIn(elsewhere, 'commit', '--quiet', '--allow-empty', '-m', 'inner');
  const inner = gitIn(elsewhere, 'rev-parse', 'HEAD').trim();
  mkdirSync(join(root, 'grants/module'));
  git('update-index', '--add', '--cacheinfo', `160000,${inner},grants/module`);
  const id = commit();
  const files = await openRepository(root).files(id, ['grants']);
  expect(files.map(({ path, mode, bytes }) => [path, mode, Buffer.from(bytes).toString()])).toEqual([
    ['grants/link.yaml', 'link', '../secret.txt'],
    ['grants/module', 'submodule', ''],
    ['grants/plain.yaml', 'file', 'plain'],
    ['grants/run.yaml', 'executable', 'run'],
  ]);
});

test('bytes arrive as they are: empty, binary, without a last newline, twice the same', async () => {
  const bytes = Buffer.from([0, 10, 13, 255, 10, 10]);
  writeFile('grants/binary.yaml', bytes);
  writeFile('grants/again.yaml', bytes);
  write('grants/empty.yaml', '');
  write('grants/Ünicode name.yaml', 'no newline');
  const id = commit();
  const files = await openRepository(root).files(id, ['grants']);
  const found = new Map(files.map(({ path, bytes: content }) => [path, Buffer.from(content)]));
  expect(found.get('grants/binary.yaml')).toEqual(bytes);
  expect(found.get('grants/again.yaml')).toEqual(bytes);
  expect(found.get('grants/empty.yaml')).toHaveLength(0);
  expect(found.get('grants/Ünicode name.yaml')?.toString()).toBe('no newline');
});

test('a renamed file is under its new name only, a deleted one under none', async () => {
  write('grants/old.yaml', 'same');
  write('grants/gone.yaml', 'gone');
  const before = commit();
  git('mv', 'grants/old.yaml', 'grants/new.yaml');
  git('rm', '--quiet', 'grants/gone.yaml');
  const after = commit();
  expect(await texts(before, ['grants'])).toEqual({ 'grants/gone.yaml': 'gone', 'grants/old.yaml': 'same' });
  expect(await texts(after, ['grants'])).toEqual({ 'grants/new.yaml': 'same' });
});

test('only the folders that were asked for; one that is not there holds nothing', async () => {
  write('grants/a.yaml', 'a');
  write('grants-old/b.yaml', 'b');
  write('estate/c.yaml', 'c');
  const id = commit();
  expect(Object.keys(await texts(id, ['grants', 'playbooks']))).toEqual(['grants/a.yaml']);
  expect(await texts(id, [])).toEqual({});
});

test('a repository below the top of a larger one has its own paths', async () => {
  write('teams/access/grants/a.yaml', 'a');
  write('grants/foreign.yaml', 'another team');
  const id = commit();
  const repository = openRepository(join(root, 'teams/access'));
  expect((await repository.files(id, ['grants'])).map(({ path }) => path)).toEqual(['grants/a.yaml']);
});

test('a file that would fill the memory keeps its size and not its content', async () => {
  writeFile('grants/huge.yaml', Buffer.alloc(3 * 1024 * 1024, 'x'));
  const [file] = await openRepository(root).files(commit(), ['grants']);
  expect(file?.bytes.length).toBeGreaterThan(64 * 1024);
  expect(Buffer.from(file?.bytes ?? []).includes('x')).toBe(false);
});

test('descent: itself, an ancestor, a later one, another branch, one that is not here', async () => {
  write('a', '1');
  const first = commit();
  write('a', '2');
  const second = commit();
  git('checkout', '--quiet', '-b', 'side', first);
  write('a', '3');
  const side = commit();
  const { descends } = openRepository(root);
  expect(await descends(second, second)).toBe(true);
  expect(await descends(second, first)).toBe(true);
  expect(await descends(first, second)).toBe(false);
  expect(await descends(side, second)).toBe(false);
  expect(await descends(second, 'f'.repeat(40))).toBeUndefined();
  expect(await descends('f'.repeat(40), first)).toBeUndefined();
  for (const name of ['main', '--help', first.slice(0, 10), ''])
    expect(await descends(second, name)).toBeUndefined();
});

test('a shallow clone says what it knows and no more', async () => {
  write('a', '1');
  const first = commit();
  git('checkout', '--quiet', '-b', 'side');
  write('b', '1');
  const side = commit();
  git('checkout', '--quiet', 'main');
  write('a', '2');
  const second = commit();
  write('a', '3');
  const third = commit();
  const shallow = join(base, 'shallow');
  git('clone', '--quiet', '--depth=2', '--no-single-branch', `file://${root}`, shallow);
  const { descends, head, first: begin } = openRepository(shallow);
  expect(await head()).toBe(third);
  await expect(begin()).rejects.toMatchObject({ hint: expect.stringContaining('fetch-depth: 0') });
  expect(await descends(third, second)).toBe(true);
  // Both are here; whether one comes from the other lies in what was cut off.
  expect(await descends(third, side)).toBeUndefined();
  gitIn(shallow, 'fetch', '--quiet', '--unshallow');
  expect(await descends(third, side)).toBe(false);
  expect(await descends(side, first)).toBe(true);
  expect(await begin()).toBe(first);
});

test('the first commit is that of the main line, also where another history was merged in', async () => {
  write('a', '1');
  const begin = commit();
  git('checkout', '--quiet', '--orphan', 'other');
  write('b', '1');
  commit();
  git('checkout', '--quiet', 'main');
  git('merge', '--quiet', '--allow-unrelated-histories', '-m', 'both', 'other');
  expect(await openRepository(root).first()).toBe(begin);
});

test('replacement refs and grafts do not change what a commit is', async () => {
  write('grants/a.yaml', 'reviewed');
  const first = commit();
  write('grants/a.yaml', 'not reviewed');
  const second = commit();
  git('replace', first, second);
  const third = commit('--allow-empty');
  writeFile('.git/info/grafts', Buffer.from(`${third}\n`));
  expect(await texts(first, ['grants'])).toEqual({ 'grants/a.yaml': 'reviewed' });
  expect(await openRepository(root).descends(third, second)).toBe(true);
});

test('nothing of the environment or the configuration gets in between', async () => {
  write('grants/a.yaml', 'a');
  const id = commit();
  const other = join(base, 'other');
  git('init', '--quiet', other);
  const marker = join(base, 'marker');
  git('config', 'core.fsmonitor', `touch ${marker}`);
  git('config', 'core.pager', `touch ${marker}`);
  git('config', 'core.hooksPath', base);
  process.env['GIT_DIR'] = join(other, '.git');
  process.env['GIT_TRACE'] = '2';
  try {
    expect(await openRepository(root).head()).toBe(id);
    expect(await texts(id, ['grants'])).toEqual({ 'grants/a.yaml': 'a' });
  } finally {
    delete process.env['GIT_DIR'];
    delete process.env['GIT_TRACE'];
  }
  expect(() => execFileSync('test', ['-e', marker])).toThrow();
});

test('a clone that belongs to somebody else can be read', async () => {
  write('grants/a.yaml', 'a');
  const id = commit();
  // Only root can give a folder away; for everybody else it stays their own.
  const owner = process.getuid?.() === 0 ? 12_345 : process.getuid?.();
  for (const path of [root, join(root, '.git')]) chownSync(path, owner ?? -1, -1);
  expect(await openRepository(root).head()).toBe(id);
});

test('no commit, no repository, no folder and an unknown commit are outages that say so', async () => {
  const { head, files } = openRepository(root);
  await expect(head()).rejects.toThrow('no commit yet');
  await expect(files('f'.repeat(40), ['grants'])).rejects.toThrow('is not in this clone');
  await expect(files('HEAD', ['grants'])).rejects.toThrow('is not in this clone');
  await expect(openRepository(base).head()).rejects.toThrow('not in a git repository');
  await expect(openRepository(join(base, 'nowhere')).head()).rejects.toMatchObject({ name: 'Outage' });
});

test('an object that is missing is an outage, not a missing file', async () => {
  write('grants/a.yaml', 'a');
  const id = commit();
  const blob = git('rev-parse', `${id}:grants/a.yaml`).trim();
  rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  await expect(openRepository(root).files(id, ['grants'])).rejects.toThrow(
    /objects of this commit|cannot list/,
  );
});

test('without git there is an outage with a remedy', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = base;
  try {
    await expect(openRepository(root).head()).rejects.toMatchObject({
      hint: expect.stringContaining('install git'),
    });
  } finally {
    process.env['PATH'] = path;
  }
});

function git(...args: string[]): string {
  return gitIn(root, ...args);
}

function gitIn(folder: string, ...args: string[]): string {
  const name = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false'];
  return execFileSync('git', [...name, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function write(path: string, text: string): void {
  writeFile(path, Buffer.from(text));
}

function writeFile(path: string, bytes: Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), bytes);
}

function commit(...more: string[]): string {
  git('add', '.');
  git('commit', '--quiet', '-m', 'a commit', ...more);
  return git('rev-parse', 'HEAD').trim();
}

async function texts(id: string, folders: string[]): Promise<{ [path: string]: string }> {
  const files = await openRepository(root).files(id, folders);
  return Object.fromEntries(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]));
}
