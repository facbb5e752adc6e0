import { expect, test } from 'vitest';
import { canonicalBytes } from '../../../../src/grant/canonical.ts';
import type { Store } from '../../../../src/ports.ts';
import { Outage } from '../../../../src/problem/outage.ts';
import type { Archive } from '../../../../src/steps/archive/archive.ts';
import { openArchive } from '../../../../src/steps/archive/open-archive.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import {
  alba,
  chidi,
  commit,
  liveAndDie,
  memoryStore,
  newArchive,
  plan,
  target,
  warrant,
  writer,
} from '../../archive/samples.ts';

async function open(store: Store, now = '2026-11-22T05:00:00Z'): Promise<Archive> {
  const opened = await openArchive(store, writer(now), { target });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}

/** A store whose log takes nothing: what is written then stays without an entry. */
function withoutLog(store: Store): Store {
  const create: Store['create'] = async (key, bytes) => {
    if (key.startsWith('log/')) throw new Outage('broke off');
    return store.create(key, bytes);
  };
  return { ...store, create };
}

test('logs what a broken run left behind, once, in the order in which it was written', async () => {
  const store = memoryStore();
  await (await newArchive(store)).keep([plan]);
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  const trusted = broken.trust(commit.replace('9', 'a'), {});
  await expect(trusted).rejects.toThrow(Outage);
  await expect(broken.writeWarrant(warrant(), [])).rejects.toThrow(Outage);
  await expect(
    broken.writeEnding({ grant: alba, kind: 'cut', why: 'its end has passed', evidence: null }),
  ).rejects.toThrow(Outage);
  expect((await verifyArchive(store)).problems.map(({ code }) => code)).toEqual([
    'BG0821',
    'BG0821',
    'BG0821',
    'BG0821',
  ]);
  await (await open(store)).logMissing();
  const { problems, counts } = await verifyArchive(store);
  expect(problems).toEqual([]);
  expect(counts.entries).toBe(5);
  const kinds = [2, 3, 4].map(
    (seq) => JSON.parse(Buffer.from(store.objects.get(`log/00000000000${seq}.json`) ?? []).toString()).kind,
  );
  expect(kinds).toEqual(['opening', 'trusted', 'cut']);
  const before = new Map(store.objects);
  await (await open(store)).logMissing();
  expect(store.objects).toEqual(before);
});

test('writes nothing where nothing is missing', async () => {
  const store = memoryStore();
  const archive = await newArchive(store);
  await liveAndDie(archive, alba);
  await archive.writeWarrant(warrant(chidi), []);
  const before = new Map(store.objects);
  await (await open(store)).logMissing();
  expect(store.objects).toEqual(before);
});

test('logs the last record of a grant that is finished by it', async () => {
  const store = memoryStore();
  const archive = await newArchive(store);
  await liveAndDie(archive, alba);
  const last = [...store.objects.keys()].filter((key) => key.startsWith('log/')).at(-1) ?? '';
  store.objects.delete(last);
  expect((await verifyArchive(store)).problems).toMatchObject([{ code: 'BG0821' }]);
  await (await open(store)).logMissing();
  expect((await verifyArchive(store)).problems).toEqual([]);
});

test('two runs that find the same log it once', async () => {
  const store = memoryStore();
  await (await newArchive(store)).keep([plan]);
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  await expect(broken.writeWarrant(warrant(), [])).rejects.toThrow(Outage);
  const runs = await Promise.all([open(store), open(store), open(store)]);
  await Promise.all(runs.map((run) => run.logMissing()));
  expect((await verifyArchive(store)).counts.entries).toBe(3);
});

test('a record that cannot be read keeps no other from being logged', async () => {
  const store = memoryStore();
  await (await newArchive(store)).keep([plan]);
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  await expect(broken.writeWarrant(warrant(alba), [])).rejects.toThrow(Outage);
  store.objects.set(`warrants/${chidi}/0.json`, canonicalBytes({ odd: 1 }));
  await (await open(store)).logMissing();
  const { problems } = await verifyArchive(store);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(`warrants/${chidi}/0.json`);
});
