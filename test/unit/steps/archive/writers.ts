/** Real processes that write to one archive at the same time, wherever it lies. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect } from 'vitest';
import { entryKey } from '../../../../src/archive/keys.ts';
import type { Entry } from '../../../../src/archive/records.ts';
import { machineClock } from '../../../../src/outside/clock.ts';
import type { Store } from '../../../../src/ports.ts';
import { showStory } from '../../../../src/steps/archive/show-story.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { newArchive, writer } from '../../archive/samples.ts';

/** Where the processes find the archive of `store`: a folder, or JSON for a bucket. */
type Place = { readonly store: Store; readonly place: string; readonly scratch: string };

/** 8 processes with 25 entries and one ending each: one chain, whole stories, each writer in its own order. */
export async function eightWriters({ store, place, scratch }: Place): Promise<void> {
  await newArchive(store, { ...writer(), now: machineClock.now });
  const program = await bundled(scratch);
  const names = Array.from({ length: 8 }, (_, n) => `writer-${n}`);
  await Promise.all(names.map((name) => run([program, place, name, '25'])));

  const { problems, counts, head } = await verifyArchive(store);
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({ entries: 2 + 8 * 26, grants: 9 });
  expect(head?.seq).toBe(2 + 8 * 26 - 1);
  const entries = await entriesOf(store, counts.entries);
  for (const name of names) expect(orderOf(entries, name)).toEqual([...Array(25).keys()]);

  const day = new Date(machineClock.now()).toISOString().slice(0, 10);
  const story = await showStory(store, `${day}-shared`);
  expect(story?.faults).toEqual([]);
  expect(story?.entries).toHaveLength(8 * 12 + 8);
  expect(await store.list(`endings/${day}-shared/`)).toHaveLength(8);
}

export async function entriesOf(store: Store, count: number): Promise<Entry[]> {
  const keys = Array.from({ length: count }, (_, seq) => entryKey(seq));
  const texts = keys.map(async (key) => Buffer.from((await store.get(key)) ?? []).toString());
  return (await Promise.all(texts)).map((text) => JSON.parse(text) as Entry);
}

/** The numbers of one writer's entries in the order of the log. */
function orderOf(entries: readonly Entry[], name: string): unknown[] {
  return entries
    .filter(({ actor, kind }) => actor.id === name && kind === 'drill')
    .map(({ body }) => body['n']);
}

/** Bundled, because eight compilers at once would be most of the test. */
async function bundled(scratch: string): Promise<string> {
  const outfile = join(scratch, 'appender.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./appender.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  return outfile;
}

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done) => child.on('close', done));
  expect(code).toBe(0);
}
