import { describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../../../src/grant/canonical.ts';
import type { Store } from '../../../../src/ports.ts';
import { Outage } from '../../../../src/problem/outage.ts';
import { createArchive } from '../../../../src/steps/archive/create-archive.ts';
import { openArchive } from '../../../../src/steps/archive/open-archive.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { beginning, commit, memoryStore, newArchive, target, writer } from '../../archive/samples.ts';

test('a new archive has a beginning, a trusted commit, and is whole', async () => {
  const store = memoryStore();
  const archive = await newArchive(store);
  expect([...store.objects.keys()].sort()).toEqual([
    'genesis.json',
    'log/000000000000.json',
    'log/000000000001.json',
    'trusted/0.json',
  ]);
  expect(await archive.lastTrusted()).toMatchObject({ n: 0, commit, proof: 'first' });
  expect((await verifyArchive(store)).problems).toEqual([]);
});

test('making it again changes nothing, whatever id was drawn this time', async () => {
  const store = memoryStore();
  await newArchive(store);
  const before = new Map(store.objects);
  const again = await createArchive(store, writer('2026-11-23T00:00:00Z'), {
    ...beginning,
    log: 'another-log-id',
  });
  expect(again.ok && again.value.genesis.log).toBe(beginning.log);
  expect(store.objects).toEqual(before);
});

test.each([
  ['target', 'prod-us'],
  ['account', '444455556666'],
  ['region', 'eu-west-1'],
  ['endpoint', null],
  ['state', { kind: 's3' }],
] as const)('making one with another %s over it is refused', async (name, value) => {
  const store = memoryStore();
  await newArchive(store);
  const before = new Map(store.objects);
  const made = await createArchive(store, writer(), { ...beginning, [name]: value });
  expect(made).toMatchObject({ ok: false, problems: [{ code: 'BG0803' }] });
  expect(store.objects).toEqual(before);
});

test('a making that broke off at any call is finished by the next', async () => {
  for (let calls = 0; calls < 20; calls += 1) {
    const store = memoryStore();
    const broken = await createArchive(breaking(store, calls), writer(), beginning).catch((error) => error);
    if (!(broken instanceof Outage)) continue;
    await newArchive(store, writer('2026-11-22T03:00:00Z'));
    expect((await verifyArchive(store)).problems, `broken at call ${calls}`).toEqual([]);
    expect((await verifyArchive(store)).counts.entries).toBe(2);
  }
  expect.hasAssertions();
});

describe('opening is refused', () => {
  test('in a place that is empty', async () => {
    expect(await openArchive(memoryStore(), writer(), { target })).toMatchObject({
      ok: false,
      problems: [{ code: 'BG0801' }],
    });
  });

  test('when the log is gone, or was never begun', async () => {
    const store = memoryStore();
    await newArchive(store);
    for (const key of [...store.objects.keys()]) if (key.startsWith('log/')) store.objects.delete(key);
    expect(await openArchive(store, writer(), { target })).toMatchObject({ problems: [{ code: 'BG0801' }] });
  });

  test.each([
    ['target', { target: 'prod-us' }],
    ['account', { target, account: '444455556666' }],
    ['region', { target, region: 'eu-west-1' }],
    ['endpoint', { target, endpoint: null }],
  ])('when it is that of another %s', async (_, expected) => {
    const store = memoryStore();
    await newArchive(store);
    expect(await openArchive(store, writer(), expected)).toMatchObject({ problems: [{ code: 'BG0802' }] });
    expect((await openArchive(store, writer(), { ...beginning })).ok).toBe(true);
  });

  test('when genesis is not the one with which the log began', async () => {
    const store = memoryStore();
    await newArchive(store);
    const genesis = JSON.parse(Buffer.from(store.objects.get('genesis.json') ?? []).toString());
    store.objects.set('genesis.json', canonicalBytes({ ...genesis, endpoint: 'http://127.0.0.1:5001' }));
    expect(await openArchive(store, writer(), { target })).toMatchObject({ problems: [{ code: 'BG0802' }] });
  });

  test.each([
    'http://elsewhere.example',
    'https://sts.amazonaws.com.elsewhere.example/',
    'http://127.0.0.1@elsewhere.example',
    'http://127.0.0.1.elsewhere.example:5000',
    'http://localhost.elsewhere.example',
    'http://10.0.0.1:5000',
    'http://0.0.0.0:5000',
    'http://[::2]:5000',
    'http://127.0.0.1:5000/\nhttp://elsewhere.example',
    'file:///127.0.0.1',
  ])('when genesis sends the calls of a local target elsewhere: %s', async (endpoint) => {
    const store = memoryStore();
    await newArchive(store);
    const genesis = JSON.parse(Buffer.from(store.objects.get('genesis.json') ?? []).toString());
    store.objects.set('genesis.json', canonicalBytes({ ...genesis, endpoint }));
    await expect(openArchive(store, writer(), { target })).rejects.toMatchObject({ code: 'BG0817' });
    const made = createArchive(memoryStore(), writer(), { ...beginning, endpoint });
    await expect(made).rejects.toThrow('endpoint');
  });

  test.each(['http://127.0.0.1:5000', 'https://127.8.9.1/', 'http://localhost:5000', 'http://[::1]:5000'])(
    'not when it is %s',
    async (endpoint) => {
      const made = await createArchive(memoryStore(), writer(), { ...beginning, endpoint });
      expect(made.ok).toBe(true);
    },
  );

  test('when genesis cannot be read: that is an outage, not an empty place', async () => {
    const store = memoryStore();
    await newArchive(store);
    store.objects.set('genesis.json', Buffer.from('{}'));
    await expect(openArchive(store, writer(), { target })).rejects.toThrow(Outage);
  });
});

/** Answers so many calls, then no more. */
function breaking(store: Store, calls: number): Store {
  let left = calls;
  const spend = () => {
    if (left-- <= 0) throw new Outage('the store does not answer');
  };
  return {
    place: store.place,
    create: async (key, bytes) => {
      spend();
      return store.create(key, bytes);
    },
    get: async (key) => {
      spend();
      return store.get(key);
    },
    list: async (prefix) => {
      spend();
      return store.list(prefix);
    },
  };
}
