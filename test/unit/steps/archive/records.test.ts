import { describe, expect, test } from 'vitest';
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
  target,
  warrant,
  writer,
} from '../../archive/samples.ts';

const later = '2026-11-22T04:00:00Z';
const cut = { grant: alba, kind: 'cut', why: 'its end has passed', evidence: { role: 'denied' } } as const;

async function open(store: Store): Promise<Archive> {
  const opened = await openArchive(store, writer(later), { target });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}

describe('warrants', () => {
  test('are created once: another of the same number is refused and leaves no entry', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    await archive.writeWarrant(warrant(), []);
    const before = new Map(store.objects);
    const other = { ...warrant(), end: '2026-11-22T09:44:00Z' };
    await expect(archive.writeWarrant(other, [])).rejects.toMatchObject({ code: 'BG0804' });
    expect(store.objects).toEqual(before);
  });

  test('written again with the same bytes are done, with one entry', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    await archive.writeWarrant(warrant(), []);
    const before = new Map(store.objects);
    await archive.writeWarrant(warrant(), []);
    expect(store.objects).toEqual(before);
  });

  test('lengthen under the next number, with an entry of their own kind', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    await archive.writeWarrant(warrant(), []);
    await archive.writeWarrant(warrant(alba, 1), []);
    expect((await archive.of(alba)).warrants).toEqual([warrant(), warrant(alba, 1)]);
    expect(Buffer.from(store.objects.get('log/000000000003.json') ?? []).toString()).toContain(
      '"kind":"extended"',
    );
  });

  test('that do not pass their schema are a bug and are not written', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const before = store.objects.size;
    await expect(archive.writeWarrant({ ...warrant(), commit: 'main' }, [])).rejects.toThrow(TypeError);
    expect(store.objects.size).toBe(before);
  });
});

describe('endings', () => {
  test('get the next number, and both of two that race are kept', async () => {
    const store = memoryStore();
    const [one, two] = [await newArchive(store), await open(store)];
    await one.writeEnding(cut);
    const racing = await Promise.all([
      one.writeEnding({ ...cut, kind: 'residual', evidence: 1 }),
      two.writeEnding({ ...cut, kind: 'residual', evidence: 2 }),
      two.writeEnding({ ...cut, kind: 'removed', evidence: 3 }),
    ]);
    expect(new Set(racing.map(({ n, kind }) => `${n}-${kind}`)).size).toBe(3);
    expect((await one.of(alba)).endings).toHaveLength(4);
    expect((await verifyArchive(store)).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('say who, when and in which archive', async () => {
    const archive = await newArchive(memoryStore());
    const ending = await archive.writeEnding(cut);
    expect(ending).toMatchObject({ ...cut, n: 0, target, by: { kind: 'ci' } });
    expect(at(ending.at)).toBeGreaterThan(at('2026-11-22T02:40:00Z'));
  });
});

describe('trusted commits', () => {
  test('are numbered; the last one again writes nothing', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const next = commit.replace('9', 'a');
    expect(await archive.trust(next, {})).toMatchObject({ n: 1, proof: 'none' });
    const before = new Map(store.objects);
    expect(await archive.trust(next, {})).toMatchObject({ n: 1 });
    expect(store.objects).toEqual(before);
    expect(await archive.lastTrusted()).toMatchObject({ n: 1, commit: next });
  });

  test('that cannot be read are an outage: no older one takes their place', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    store.objects.set('trusted/1.json', Buffer.from('{}'));
    await expect(archive.lastTrusted()).rejects.toMatchObject({ code: 'BG0805' });
  });
});

describe('reading', () => {
  test('finds what is not finished, and reads nothing of what is', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    await liveAndDie(archive, alba);
    await archive.writeWarrant(warrant(chidi), []);
    const asked: string[] = [];
    const get = (key: string) => {
      asked.push(key);
      return store.get(key);
    };
    const { grants, unreadable, outage, keys } = await (await open({ ...store, get })).unfinished();
    expect([...grants]).toEqual([[chidi, { warrants: [warrant(chidi)], endings: [] }]]);
    expect(unreadable.size).toBe(0);
    expect(outage).toBeUndefined();
    expect(asked.filter((key) => key.includes(alba))).toEqual([]);
    expect(new Set(keys.keys())).toEqual(new Set([alba, chidi]));
    expect((await archive.of(alba)).endings.map(({ kind }) => kind)).toEqual(['cut', 'closed', 'removed']);
    expect(await archive.of('2026-11-22-nobody')).toEqual({ warrants: [], endings: [] });
  });
});

describe('what cannot be read', () => {
  test.each([
    ['is broken', 'warrants/ID/0.json', (_: Uint8Array) => Buffer.from('{'), /not JSON/],
    ['is empty', 'warrants/ID/0.json', () => Buffer.from(''), /not JSON/],
    ['is of a newer version', 'endings/ID/0-revoked.json', newer, /breakglass\/ending\/2/],
    ['comes from another archive', 'warrants/ID/0.json', foreign, /another archive/],
    [
      'is for another target',
      'warrants/ID/0.json',
      (b: Uint8Array) => edited(b, { target: 'prod-us' }),
      /prod-us/,
    ],
    [
      'belongs to another grant',
      'warrants/ID/0.json',
      (b: Uint8Array) => edited(b, { grant: chidi }),
      /belongs under/,
    ],
    [
      'is missing before another',
      'endings/ID/4-cut.json',
      (b: Uint8Array) => edited(b, { n: 4, kind: 'cut' }),
      /ending 1 is missing/,
    ],
    ['is no record at all', 'endings/ID/notes.txt', () => Buffer.from('x'), /not a key/],
  ] as const)('a record that %s makes its grant unreadable, and no other', async (_, key, change, reason) => {
    const store = memoryStore();
    const archive = await newArchive(store);
    for (const grant of [alba, chidi]) {
      await archive.writeWarrant(warrant(grant), []);
      await archive.writeEnding({ ...cut, grant, kind: 'revoked' });
    }
    const path = key.replace('ID', alba);
    const model =
      store.objects.get(path) ?? store.objects.get(`endings/${alba}/0-revoked.json`) ?? Buffer.from('');
    store.objects.set(path, change(model));
    const { grants, unreadable } = await archive.unfinished();
    expect([...unreadable.keys()]).toEqual([alba]);
    expect(unreadable.get(alba)).toMatch(reason);
    expect(grants.get(chidi)).toMatchObject({ warrants: [{ grant: chidi }], endings: [{ grant: chidi }] });
    await expect(archive.of(alba)).rejects.toMatchObject({ code: 'BG0805' });
    expect((await archive.of(chidi)).warrants).toHaveLength(1);
  });
});

describe('what does not answer', () => {
  test('one object makes one grant unreadable; what can be read of it is given', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    for (const grant of [alba, chidi]) await archive.writeWarrant(warrant(grant), []);
    await archive.writeEnding(cut);
    const get = async (key: string) => {
      if (key === `warrants/${alba}/0.json`) throw new Outage('the disk reports an error');
      return store.get(key);
    };
    const { grants, unreadable } = await (await open({ ...store, get })).unfinished();
    expect(unreadable).toEqual(new Map([[alba, `warrants/${alba}/0.json: the disk reports an error`]]));
    expect(grants.get(alba)).toMatchObject({ warrants: [], endings: [{ kind: 'cut' }] });
    expect(grants.get(chidi)?.warrants).toHaveLength(1);
  });

  test('a whole archive is said to be that, and not empty', async () => {
    const store = memoryStore();
    await newArchive(store);
    const list = async () => {
      throw new Outage('the archive does not answer');
    };
    const archive = await open({ ...store, list });
    expect(await archive.unfinished()).toEqual({
      grants: new Map(),
      unreadable: new Map(),
      ended: new Set(),
      keys: new Map(),
      outage: 'the archive does not answer',
    });
    await expect(archive.of(alba)).rejects.toThrow(Outage);
  });
});

describe('contents', () => {
  test('are redacted before they are written, and counted', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const kept = await archive.keep([
      { name: 'apply.log', text: 'password = "hunter2"\nover\n' },
      { name: 'plan.json', planJson: { configuration: { x: 'hunter2' }, a: 0.5 } },
    ]);
    expect(kept).toMatchObject([
      { name: 'apply.log', mediaType: 'text/plain', redactions: 1 },
      { name: 'plan.json', mediaType: 'application/json', redactions: 0 },
    ]);
    const all = [...store.objects.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n');
    expect(all).not.toContain('hunter2');
    expect(all).toContain('{"a":0.5}');
  });

  test('of entries and endings hold no secret, and stay the same otherwise', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const text = 'password=hunter2secret, AKIAIOSFODNN7EXAMPLE, postgres://bob:sw0rdfish@db';
    await archive.log({ kind: 'requested', grant: alba, body: { reason: text, problems: [text], n: 1 } });
    const evidence = { role: 'denied', failures: [`deny role: ${text}`] };
    const ending = await archive.writeEnding({ ...cut, why: text, evidence });
    const all = [...store.objects.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n');
    for (const secret of ['hunter2secret', 'IOSFODNN7EXA', 'sw0rdfish']) expect(all).not.toContain(secret);
    expect(all).toContain('[redacted:named-secret]');
    expect(ending.evidence).toMatchObject({ role: 'denied' });
    expect((await archive.of(alba)).endings).toEqual([ending]);
    expect((await verifyArchive(store)).problems).toEqual([]);
  });

  test('that are the same lie there once; other bytes under their name are an outage', async () => {
    const store = memoryStore();
    const archive = await newArchive(store);
    const [first] = await archive.keep([{ name: 'a', text: 'same' }]);
    const [second] = await archive.keep([{ name: 'b', text: 'same' }]);
    expect(second?.sha256).toBe(first?.sha256);
    store.objects.set(`blob/sha256/${first?.sha256.slice(7)}`, Buffer.from('other'));
    await expect(archive.keep([{ name: 'c', text: 'same' }])).rejects.toMatchObject({ code: 'BG0810' });
  });
});

function edited(bytes: Uint8Array, change: object): Uint8Array {
  return canonicalBytes({ ...JSON.parse(Buffer.from(bytes).toString()), ...change });
}

function newer(bytes: Uint8Array): Uint8Array {
  return edited(bytes, { v: 'breakglass/ending/2' });
}

function foreign(bytes: Uint8Array): Uint8Array {
  return edited(bytes, { log: 'another-log-id' });
}
