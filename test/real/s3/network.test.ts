/** A bad network between us and S3: nothing is lost, doubled or forked, and nobody waits for ever. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3Store } from '../../../src/outside/aws/s3-store.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { machineRandom } from '../../../src/outside/random.ts';
import type { Store } from '../../../src/ports.ts';
import { Outage } from '../../../src/problem/outage.ts';
import type { Archive } from '../../../src/steps/archive/archive.ts';
import { openArchive } from '../../../src/steps/archive/open-archive.ts';
import { verifyArchive } from '../../../src/steps/archive/verify-archive.ts';
import { newArchive, warrant, writer } from '../../unit/archive/samples.ts';
import { entriesOf } from '../../unit/steps/archive/writers.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import { byChance, startProxy } from './proxy.ts';

let buckets: Buckets;
const today = new Date(machineClock.now()).toISOString().slice(0, 10);
beforeAll(async () => {
  buckets = await openBuckets();
});
afterAll(() => buckets?.stop());

test('500 writes of 4 writers through a network that loses, cuts, doubles and delays', async () => {
  const seed = Number(process.env['SEED'] ?? machineClock.now() % 2 ** 31);
  const direct = await buckets.make();
  await newArchive(s3Store(direct), { ...writer(), now: machineClock.now });
  const proxy = await startProxy(buckets.moto.endpoint, byChance(seed));
  let outages = 0;
  const each = 42;
  const write = async (name: string) => {
    let archive: Archive | undefined;
    for (let n = 0; n < each; n += 1) {
      // After an outage a new run goes on, as one that is started again does.
      outages += await persist(async (failed) => {
        if (failed > 0) archive = undefined;
        archive ??= await archiveOf(s3Store({ ...direct, endpoint: proxy.endpoint }), name);
        await openOne(archive, `${today}-${name}-${n}-was-opened`);
      });
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(write)).finally(() => proxy.stop());
  process.stdout.write(
    `  seed ${seed}: ${[...proxy.counts].map((one) => one.join(' ')).join(', ')}; ${outages} outages\n`,
  );

  const { problems, counts } = await verifyArchive(s3Store(direct));
  expect(problems, `seed ${seed}`).toEqual([]);
  // A plan, a warrant and an entry each: 504 writes.
  const opened = 4 * each;
  expect(counts).toEqual({ entries: 2 + opened, grants: opened, objects: 4 + 3 * opened });
  const entries = await entriesOf(s3Store(direct), counts.entries);
  const grants = entries.flatMap(({ kind, grant }) => (kind === 'opening' ? [grant?.id] : []));
  expect(new Set(grants).size).toBe(opened);
  expect(grants).toHaveLength(opened);
});

async function archiveOf(store: Store, id: string): Promise<Archive> {
  const actor = { kind: 'ci' as const, id };
  const clock = { source: 'machine' as const, offsetMs: 0, uncertaintyMs: 500 };
  const opened = await openArchive(
    store,
    {
      actor,
      clock,
      toolVersion: 'test',
      now: machineClock.now,
      wait: machineClock.wait,
      random: machineRandom,
    },
    { target: 'prod-eu' },
  );
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}

/** A plan, the warrant that rests on it, and its entry; the same bytes each time that it is tried. */
async function openOne(archive: Archive, grant: string): Promise<void> {
  const blobs = await archive.keep([{ name: 'plan.json', text: `the plan of ${grant}` }]);
  const [plan] = blobs;
  if (plan === undefined) throw new Error('nothing was kept');
  await archive.writeWarrant({ ...warrant(grant), planDigest: plan.sha256 }, blobs);
}

/** Returns how often it had to be tried again. */
async function persist(work: (failed: number) => Promise<void>): Promise<number> {
  for (let failed = 0; ; failed += 1) {
    try {
      await work(failed);
      return failed;
    } catch (error) {
      if (!(error instanceof Outage) || failed > 20) throw error;
    }
  }
}

test('a server that accepts and never answers holds a call up for less than half a minute', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = s3Store({ endpoint, region: 'eu-central-1', account: '111122223333', bucket: 'silent' });
  const began = performance.now();
  const calls = [
    store.create('genesis.json', Buffer.from('x')),
    store.get('genesis.json'),
    store.get('log/000000000001.json'),
    store.list('warrants/'),
  ];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'Outage' } });
  }
  expect(performance.now() - began).toBeLessThan(30_000);
  server.close();
});
