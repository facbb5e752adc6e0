/** Real processes that write to one archive in a folder at the same time. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import type { Entry } from '../../../../src/archive/records.ts';
import { machineClock } from '../../../../src/outside/clock.ts';
import { directoryStore, makeDirectory } from '../../../../src/outside/directory-store.ts';
import { showStory } from '../../../../src/steps/archive/show-story.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { newArchive, writer } from '../../archive/samples.ts';

const root = mkdtempSync(join(tmpdir(), 'breakglass-processes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('8 processes with 25 entries each make one chain, with whole stories', { timeout: 60_000 }, async () => {
  const folder = join(root, 'archive');
  makeDirectory(folder);
  const store = directoryStore(folder);
  await newArchive(store, { ...writer(), now: machineClock.now });
  const program = await bundled();
  const began = performance.now();
  const names = Array.from({ length: 8 }, (_, n) => `writer-${n}`);
  await Promise.all(names.map((name) => run([program, folder, name, '25'])));
  expect(performance.now() - began).toBeLessThan(15_000);

  const { problems, counts, head } = await verifyArchive(store);
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({ entries: 2 + 8 * 26, grants: 9 });
  expect(head?.seq).toBe(2 + 8 * 26 - 1);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  for (const name of names) expect(orderOf(folder, name, counts.entries)).toEqual([...Array(25).keys()]);

  const day = new Date(machineClock.now()).toISOString().slice(0, 10);
  const story = await showStory(store, `${day}-shared`);
  expect(story?.faults).toEqual([]);
  expect(story?.entries).toHaveLength(8 * 12 + 8);
  expect(await store.list(`endings/${day}-shared/`)).toHaveLength(8);
});

/** The numbers of one writer's entries in the order of the log. */
function orderOf(folder: string, name: string, count: number): unknown[] {
  const entries = Array.from({ length: count }, (_, seq) => {
    return JSON.parse(
      readFileSync(join(folder, 'log', `${String(seq).padStart(12, '0')}.json`), 'utf8'),
    ) as Entry;
  });
  return entries
    .filter(({ actor, kind }) => actor.id === name && kind === 'drill')
    .map(({ body }) => body['n']);
}

/** Bundled, because eight compilers at once would be most of the test. */
async function bundled(): Promise<string> {
  const outfile = join(root, 'appender.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./appender.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done) => child.on('close', done));
  expect(code).toBe(0);
}
