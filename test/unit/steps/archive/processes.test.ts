/** Real processes that write to one archive in a folder at the same time. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { directoryStore, makeDirectory } from '../../../../src/outside/directory-store.ts';
import { eightWriters } from './writers.ts';

const root = mkdtempSync(join(tmpdir(), 'breakglass-processes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('8 processes with 25 entries each make one chain, with whole stories', { timeout: 60_000 }, async () => {
  const folder = join(root, 'archive');
  makeDirectory(folder);
  await eightWriters({ store: directoryStore(folder), place: folder, scratch: root });
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});
