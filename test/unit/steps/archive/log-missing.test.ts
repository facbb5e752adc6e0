import { expect, test } from 'vitest';
import { canonicalBytes } from '../../../../src/grant/canonical.ts';
import { at } from '../../../../src/grant/lifetime.ts';
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

/** Everything that `apply` writes before a warrant. */
async function requested(): Promise<ReturnType<typeof memoryStore>> {
  const store = memoryStore();
  const archive = await newArchive(store);
  await archive.keep([plan]);
  await archive.log({ kind: 'requested', grant: alba });
  return store;
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
  const store = await requested();
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  const trusted = broken.trust(commit.replace('9', 'a'), {});
  await expect(trusted).rejects.toThrow(Outage);
  await expect(broken.writeWarrant(warrant(), [])).rejects.toThrow(Outage);
  await expect(
    broken.writeEnding({ grant: alba, kind: 'cut', why: 'its end has passed', evidence: null }),
  ).rejects.toThrow(Outage);
  const unproven = await verifyArchive(store);
  expect(unproven.problems.map(({ code }) => code)).toEqual(['BG0821', 'BG0821', 'BG0821', 'BG0821']);
  expect(unproven.unlogged).toEqual([
    `endings/${alba}/0-cut.json`,
    'trusted/1.json',
    `warrants/${alba}/0.json`,
  ]);
  await (await open(store)).logMissing();
  const { problems, remarks, unlogged, counts } = await verifyArchive(store);
  expect([problems, unlogged]).toEqual([[], []]);
  expect(counts.entries).toBe(6);
  const entries = [3, 4, 5].map((seq) =>
    JSON.parse(Buffer.from(store.objects.get(`log/00000000000${seq}.json`) ?? []).toString()),
  );
  expect(entries.map(({ kind, body }) => [kind, body])).toEqual([
    ['opening', { late: true }],
    ['trusted', { late: true }],
    ['cut', { late: true }],
  ]);
  expect(remarks.map(({ code }) => code)).toEqual(['BG0826', 'BG0826', 'BG0826']);
  expect(remarks[0]?.message).toContain(`warrants/${alba}/0.json`);
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
  const store = await requested();
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  await expect(broken.writeWarrant(warrant(), [])).rejects.toThrow(Outage);
  const runs = await Promise.all([open(store), open(store), open(store)]);
  await Promise.all(runs.map((run) => run.logMissing()));
  expect((await verifyArchive(store)).counts.entries).toBe(4);
});

test('a record that cannot be read keeps no other from being logged', async () => {
  const store = await requested();
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  await expect(broken.writeWarrant(warrant(alba), [])).rejects.toThrow(Outage);
  store.objects.set(`warrants/${chidi}/0.json`, canonicalBytes({ odd: 1 }));
  await (await open(store)).logMissing();
  const { problems } = await verifyArchive(store);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(`warrants/${chidi}/0.json`);
});

test('does not log a warrant that nobody requested, says so, and logs the others', async () => {
  const store = await requested();
  const broken = await open(withoutLog(store), '2026-11-22T03:00:00Z');
  await expect(broken.writeWarrant(warrant(alba), [])).rejects.toThrow(Outage);
  const copy = canonicalBytes(warrant(chidi, 0, at('2026-11-22T04:00:00Z')));
  store.objects.set(`warrants/${chidi}/0.json`, copy);
  for (let run = 0; run < 2; run += 1) {
    const failure = (await open(store)).logMissing();
    await expect(failure).rejects.toMatchObject({ code: 'BG0825' });
    await expect(failure).rejects.toThrow(`warrants/${chidi}/0.json`);
    await expect(failure).rejects.not.toThrow(alba);
  }
  const { first, remarks } = await verifyArchive(store);
  expect(first).toMatchObject({ key: `warrants/${chidi}/0.json`, change: 'added' });
  expect(remarks).toHaveLength(1);
});
