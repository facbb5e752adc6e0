import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../src/archive/records.ts';
import { canonicalBytes, sha256 } from '../../../../src/grant/canonical.ts';
import type { Store } from '../../../../src/ports.ts';
import { Outage } from '../../../../src/problem/outage.ts';
import { appendEntry } from '../../../../src/steps/archive/append-entry.ts';
import { newLogWindow } from '../../../../src/steps/archive/log-window.ts';
import type { Opened } from '../../../../src/steps/archive/open.ts';
import { readGenesis } from '../../../../src/steps/archive/open-archive.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { alba, chidi, memoryStore, newArchive, writer } from '../../archive/samples.ts';

async function opened(store: Store, by = writer('2026-11-22T03:00:00Z')): Promise<Opened> {
  const genesis = await readGenesis(store);
  if (!genesis.ok) throw new Error(genesis.problems[0]?.message);
  return { store, writer: by, genesis: genesis.value, window: newLogWindow(genesis.value.log) };
}

async function archiveStore() {
  const store = memoryStore();
  await newArchive(store);
  return store;
}

function entries({ objects }: ReturnType<typeof memoryStore>): Entry[] {
  const keys = [...objects.keys()].filter((key) => key.startsWith('log/')).sort();
  return keys.map((key) => JSON.parse(Buffer.from(objects.get(key) ?? []).toString()) as Entry);
}

test('chains entries and stories', async () => {
  const store = await archiveStore();
  const archive = await opened(store);
  for (const grant of [alba, chidi, null, alba]) await appendEntry(archive, { kind: 'drill', grant });
  const [, , first, other, none, second] = entries(store);
  expect([first, other, none, second].map((entry) => entry?.seq)).toEqual([2, 3, 4, 5]);
  expect(second?.prev).toBe(sha256(store.objects.get('log/000000000004.json') ?? ''));
  expect(first?.grant).toMatchObject({ id: alba, grantSeq: 0, grantPrev: null });
  expect(other?.grant).toMatchObject({ id: chidi, grantSeq: 0, grantPrev: null });
  expect(none?.grant).toBeNull();
  expect(second?.grant).toMatchObject({
    grantSeq: 1,
    grantPrev: sha256(store.objects.get('log/000000000002.json') ?? ''),
  });
  expect((await verifyArchive(store)).problems).toEqual([]);
});

test('many appends of one run and of others at once make one chain and whole stories', async () => {
  const store = await archiveStore();
  const runs = await Promise.all(
    ['a', 'b', 'c'].map((id) => opened(store, { ...writer(), actor: { kind: 'human', id } })),
  );
  const grants = [alba, chidi, null];
  await Promise.all(
    runs.flatMap((run) =>
      Array.from({ length: 20 }, (_, n) =>
        appendEntry(run, { kind: 'drill', grant: grants[n % 3] ?? null, body: { n } }),
      ),
    ),
  );
  const { problems, counts } = await verifyArchive(store);
  // Waiting moves a writer's own clock: three clocks drift apart here, which is a warning and no more.
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(counts.entries).toBe(62);
  expect(entries(store).filter(({ grant }) => grant?.id === alba)).toHaveLength(21);
});

test('an entry whose reply was lost is recognised and not written twice', async () => {
  const store = await archiveStore();
  const lossy: Store = {
    ...store,
    create: async (key, bytes) => ((await store.create(key, bytes)) === 'created' ? 'exists' : 'exists'),
  };
  await appendEntry(await opened(lossy), { kind: 'drill', grant: alba });
  expect(entries(store)).toHaveLength(3);
});

test('a lost race is made anew: number, chain and story', async () => {
  const store = await archiveStore();
  const rival = await opened(store);
  let races = 0;
  const contested: Store = {
    ...store,
    create: async (key, bytes) => {
      if (races++ < 3) await appendEntry(rival, { kind: 'drill', grant: alba, body: { rival: races } });
      return store.create(key, bytes);
    },
  };
  await appendEntry(await opened(contested), { kind: 'applied', grant: alba });
  expect(entries(store).map(({ kind }) => kind)).toEqual([
    'genesis',
    'trusted',
    'drill',
    'drill',
    'drill',
    'applied',
  ]);
  expect(entries(store).at(-1)?.grant).toMatchObject({ grantSeq: 3 });
  expect((await verifyArchive(store)).first).toBeUndefined();
});

test('gives up after a minute of lost races, with an outage', async () => {
  const store = await archiveStore();
  const stolen: Store = {
    ...store,
    create: async () => 'exists',
    get: async (key) =>
      store.objects.get(key) ??
      (key === 'log/000000000002.json' && asked++ % 2 === 1 ? Buffer.from('x') : undefined),
  };
  let asked = 0;
  const by = writer('2026-11-22T03:00:00Z');
  const began = by.now();
  await expect(appendEntry(await opened(stolen, by), { kind: 'drill', grant: null })).rejects.toThrow(Outage);
  expect(by.now() - began).toBeGreaterThan(60_000);
  expect(by.now() - began).toBeLessThan(90_000);
});

test('records are logged once under a kind, also when another run was faster', async () => {
  const store = await archiveStore();
  const records = [{ key: `endings/${alba}/0-cut.json`, sha256: sha256('x') }];
  const first = await appendEntry(await opened(store), { kind: 'cut', grant: alba, records });
  const again = await appendEntry(await opened(store), { kind: 'cut', grant: alba, records });
  expect(again).toEqual(first);
  await appendEntry(await opened(store), { kind: 'applied', grant: alba, records });
  expect(entries(store).map(({ kind }) => kind)).toEqual(['genesis', 'trusted', 'cut', 'applied']);
});

test('a grant of today does not read the whole log', async () => {
  const store = await archiveStore();
  const old = await opened(store, writer('2026-03-01T00:00:00Z'));
  for (let n = 0; n < 300; n += 1) await appendEntry(old, { kind: 'drill', grant: '2026-03-01-old' });
  let gets = 0;
  const counted: Store = {
    ...store,
    get: async (key) => {
      gets += 1;
      return store.get(key);
    },
  };
  const run = await opened(counted, writer('2026-11-22T02:40:00Z'));
  await appendEntry(run, { kind: 'drill', grant: alba });
  await appendEntry(run, { kind: 'drill', grant: alba });
  expect(gets).toBeLessThan(80);
  await appendEntry(run, { kind: 'drill', grant: '2026-03-01-old' });
  expect(entries(store).at(-1)?.grant).toMatchObject({ grantSeq: 300 });
  expect((await verifyArchive(store)).first).toBeUndefined();
});

test('an id from the future has no story, so that its story begins once', async () => {
  const store = await archiveStore();
  const future = '2026-12-24-orders-read-alba';
  await appendEntry(await opened(store), { kind: 'refused', grant: future, body: { code: 'BG0301' } });
  expect(entries(store).at(-1)).toMatchObject({ grant: null, body: { grant: future, code: 'BG0301' } });
  await appendEntry(await opened(store, writer('2026-12-24T02:00:00Z')), {
    kind: 'requested',
    grant: future,
  });
  expect(entries(store).at(-1)?.grant).toMatchObject({ id: future, grantSeq: 0 });
  expect((await verifyArchive(store)).first).toBeUndefined();
});

describe('is never chained onto', () => {
  const last = 'log/000000000003.json';
  const garbage = Buffer.from('{"x":1}');
  const edited = (change: object) => (bytes: Uint8Array) =>
    canonicalBytes({ ...JSON.parse(Buffer.from(bytes).toString()), ...change });

  test.each([
    ['a head that is no entry', last, () => garbage, /v|required/],
    ['a head of a newer format', last, edited({ v: 'breakglass/entry/2' }), /breakglass\/entry\/2/],
    ['a head of another log', last, edited({ log: 'another-log-id' }), /another archive/],
    ['a head with another number', last, edited({ seq: 7 }), /it is entry 7/],
    ['a head that follows another entry', last, edited({ prev: sha256('x') }), /names another digest/],
    ['a head whose predecessor was changed', 'log/000000000002.json', () => garbage, /required/],
    ['a head whose predecessor is gone', 'log/000000000002.json', () => undefined, /not there/],
    ['an entry further back, when the walk comes by', 'log/000000000001.json', () => garbage, /required/],
  ] as const)('%s; with the genuine bytes back the log goes on and is whole', async (_, key, change, why) => {
    const store = await archiveStore();
    for (const n of [1, 2])
      await appendEntry(await opened(store), { kind: 'drill', grant: null, body: { n } });
    const genuine = store.objects.get(key) ?? garbage;
    const odd = change(genuine);
    if (odd === undefined) store.objects.delete(key);
    else store.objects.set(key, odd);
    const before = new Map(store.objects);
    const failure = appendEntry(await opened(store), { kind: 'cut', grant: alba });
    await expect(failure).rejects.toMatchObject({ code: 'BG0807' });
    await expect(failure).rejects.toThrow(why);
    expect(store.objects).toEqual(before);
    store.objects.set(key, genuine);
    await appendEntry(await opened(store), { kind: 'cut', grant: alba });
    expect((await verifyArchive(store)).problems).toEqual([]);
  });

  test('what another run appended meanwhile, when that is no entry', async () => {
    const store = await archiveStore();
    const run = await opened(store);
    await appendEntry(run, { kind: 'drill', grant: null });
    store.objects.set(last, garbage);
    for (const _ of [1, 2])
      await expect(appendEntry(run, { kind: 'drill', grant: null })).rejects.toMatchObject({
        code: 'BG0807',
      });
    store.objects.delete(last);
    await appendEntry(run, { kind: 'drill', grant: null });
    expect((await verifyArchive(store)).problems).toEqual([]);
  });
});
