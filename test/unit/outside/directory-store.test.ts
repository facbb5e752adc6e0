import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { directoryStore, makeDirectory } from '../../../src/outside/directory-store.ts';
import { Outage } from '../../../src/problem/outage.ts';
import { storeContract } from '../archive/store-contract.ts';

const root = mkdtempSync(join(tmpdir(), 'breakglass-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }), 60_000);

let count = 0;
function newFolder(): string {
  count += 1;
  const folder = join(root, `${count}`, 'archive');
  makeDirectory(folder);
  return folder;
}

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('as every store', () => {
  storeContract(
    async () => directoryStore(newFolder()),
    async () => directoryStore(join(root, 'nowhere')),
  );
});

test('many reads leave turns to others: Ctrl-C is heard before the last one', async () => {
  const store = directoryStore(newFolder());
  await store.create('genesis.json', bytes('1'));
  let heard = false;
  setImmediate(() => {
    heard = true;
  });
  let reads = 0;
  for (; !heard && reads < 10_000; reads += 1) await store.get('genesis.json');
  expect(reads).toBeLessThan(1_000);
});

test('leaves nothing but the object, also when the name was taken', async () => {
  const folder = newFolder();
  const store = directoryStore(folder);
  await store.create('genesis.json', bytes('1'));
  await store.create('genesis.json', bytes('2'));
  expect(readdirSync(folder).sort()).toEqual(['genesis.json', 'tmp']);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});

test('does not make the archive folder by itself', async () => {
  const folder = join(root, 'still-nowhere');
  await expect(directoryStore(folder).create('warrants/a/0.json', bytes('x'))).rejects.toThrow(Outage);
  expect(existsSync(folder)).toBe(false);
});

test('cannot write but reads on when its scratch folder is a file', async () => {
  const folder = newFolder();
  const store = directoryStore(folder);
  await store.create('warrants/a/0.json', bytes('before'));
  rmSync(join(folder, 'tmp'), { recursive: true });
  writeFileSync(join(folder, 'tmp'), 'in the way');
  const failure = store.create('endings/a/0-cut.json', bytes('x'));
  await expect(failure).rejects.toThrow(Outage);
  await expect(failure).rejects.toThrow(/endings\/a\/0-cut\.json: a part of the path is a file/);
  expect(await store.list('')).toEqual(['warrants/a/0.json']);
  expect(Buffer.from((await store.get('warrants/a/0.json')) ?? []).toString()).toBe('before');
  expect(existsSync(join(folder, 'endings'))).toBe(false);
  unlinkSync(join(folder, 'tmp'));
  expect(await store.create('endings/a/0-cut.json', bytes('x'))).toBe('created');
});

test('says which file is the matter, and why', async () => {
  const folder = newFolder();
  const store = directoryStore(folder);
  mkdirSync(join(folder, 'genesis.json'));
  await expect(store.get('genesis.json')).rejects.toThrow(/genesis\.json: it is a folder, not a file/);
  writeFileSync(join(folder, 'warrants'), '');
  await expect(store.list('warrants/')).rejects.toThrow(/warrants\/?: a part of the path is a file/);
});

test('names a link, a pipe or a socket as a key, and never reads it', async () => {
  const folder = newFolder();
  const store = directoryStore(folder);
  await store.create('warrants/a/0.json', bytes('x'));
  symlinkSync('/etc/hosts', join(folder, 'warrants', 'a', '1.json'));
  symlinkSync('/nowhere', join(folder, 'warrants', 'b'));
  execFileSync('mkfifo', [join(folder, 'warrants', 'a', '2.json')]);
  const keys = ['warrants/a/0.json', 'warrants/a/1.json', 'warrants/a/2.json', 'warrants/b'];
  expect(await store.list('')).toEqual(keys);
  expect(await store.list('warrants/')).toEqual(keys);
  for (const key of keys.slice(1))
    await expect(store.get(key), key).rejects.toMatchObject({ code: 'BG0822' });
});

test.each(['/nowhere', '/tmp'])('does not take a link to %s for a folder of its own', async (to) => {
  const folder = newFolder();
  const store = directoryStore(folder);
  await store.create('genesis.json', bytes('x'));
  symlinkSync(to, join(folder, 'warrants'));
  for (const prefix of ['warrants/', 'warrants/2026-11-22-a/'])
    await expect(store.list(prefix)).rejects.toThrow(/warrants: it is a link, not a folder/);
  expect(await store.list('')).toEqual(['genesis.json', 'warrants']);
});

test('shows no part of an object, also when its writers are killed', { timeout: 30_000 }, async () => {
  const folder = newFolder();
  const store = directoryStore(folder);
  for (let round = 0; round < 4; round += 1) {
    await killedWriter(folder, round);
    const keys = await store.list('');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const content = Buffer.from((await store.get(key)) ?? []);
      const hex = createHash('sha256').update(content).digest('hex');
      expect(`blob/sha256/${hex}`, key).toBe(key);
    }
  }
});

/** Starts a process that writes large blobs, and kills it in the middle of one. */
async function killedWriter(folder: string, round: number): Promise<void> {
  const program = `
    import { createHash, randomBytes } from 'node:crypto';
    import { directoryStore } from ${JSON.stringify(resolve('src/outside/directory-store.ts'))};
    const store = directoryStore(${JSON.stringify(folder)});
    for (;;) {
      const bytes = randomBytes(2_000_000);
      await store.create('blob/sha256/' + createHash('sha256').update(bytes).digest('hex'), bytes);
      process.stdout.write('.');
    }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  const ended = new Promise((done) => child.on('close', done));
  await new Promise((done) => child.stdout.once('data', done));
  await new Promise((done) => setTimeout(done, 7 * round));
  child.kill('SIGKILL');
  await ended;
}

test('lists two thousand grants and twenty thousand entries in no time', {
  timeout: 60_000,
}, async () => {
  const folder = newFolder();
  await new Promise((done, fail) =>
    execFile(
      'bash',
      [
        '-c',
        `cd "$1" && mkdir warrants endings log && cd warrants && seq -f 'g%05g' 2000 | xargs mkdir && seq -f 'g%05g/0.json' 2000 | xargs touch && cd ../endings && seq -f 'g%05g' 2000 | xargs mkdir && seq -f 'g%05g/0-cut.json' 2000 | xargs touch && seq -f 'g%05g/1-closed.json' 2000 | xargs touch && cd ../log && seq -f '%012g.json' 20000 | xargs touch`,
        'bash',
        folder,
      ],
      (error) => (error ? fail(error) : done(undefined)),
    ),
  );
  const store = directoryStore(folder);
  const began = performance.now();
  expect(await store.list('warrants/')).toHaveLength(2_000);
  expect(await store.list('endings/')).toHaveLength(4_000);
  expect((await store.list('log/')).at(-1)).toBe('log/000000020000.json');
  // More than ten times what was measured on two busy cores.
  expect(performance.now() - began).toBeLessThan(1000);
});
