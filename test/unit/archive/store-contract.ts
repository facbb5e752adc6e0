/** What every store must do, whatever it is made of. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Store } from '../../../src/ports.ts';
import { Outage } from '../../../src/problem/outage.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');

type Open = () => Promise<Store>;

/** Registers the tests. `open` gives a new, empty store; `gone` one whose place does not exist: memory always does. */
export function storeContract(open: Open, gone?: Open): void {
  objects(open);
  listings(open);
  if (gone !== undefined) refusals(open, gone);
}

function objects(open: Open): void {
  test('gives back exactly the bytes that were created', async () => {
    const store = await open();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), fc.nat(1e6), async (content, n) => {
        const key = `trusted/${n}.json`;
        if ((await store.create(key, content)) === 'exists') return;
        expect(Buffer.compare((await store.get(key)) ?? bytes('none'), content)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  test('creates a key once, and leaves what is there', async () => {
    const store = await open();
    expect(await store.create('warrants/a/0.json', bytes('first'))).toBe('created');
    expect(await store.create('warrants/a/0.json', bytes('second'))).toBe('exists');
    expect(await store.create('warrants/a/0.json', bytes('first'))).toBe('exists');
    expect(Buffer.from((await store.get('warrants/a/0.json')) ?? []).toString()).toBe('first');
  });

  test('lets exactly one of many writers win', async () => {
    const store = await open();
    const writers = Array.from({ length: 20 }, (_, n) =>
      store.create('log/000000000000.json', bytes(`${n}`)),
    );
    const results = await Promise.all(writers);
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    const winner = results.indexOf('created');
    expect(Buffer.from((await store.get('log/000000000000.json')) ?? []).toString()).toBe(`${winner}`);
  });

  test('has nothing under a key that nobody created', async () => {
    const store = await open();
    await store.create('warrants/a/0.json', bytes('x'));
    expect(await store.get('genesis.json')).toBeUndefined();
    expect(await store.get('warrants/b/0.json')).toBeUndefined();
    expect(await store.get('warrants/a/0')).toBeUndefined();
  });
}

function listings(open: Open): void {
  test('lists the keys of a prefix, sorted, and no others', async () => {
    const store = await open();
    const keys = ['genesis.json', 'log/000000000010.json', 'log/000000000009.json', 'logs/1.json'];
    keys.push(
      'warrants/2026-11-22-b/0.json',
      'warrants/2026-11-22-a/10.json',
      'warrants/2026-12-01-a/0.json',
    );
    for (const key of keys) await store.create(key, bytes(key));
    expect(await store.list('')).toEqual([...keys].sort());
    expect(await store.list('log/')).toEqual(['log/000000000009.json', 'log/000000000010.json']);
    expect(await store.list('warrants/2026-11-')).toEqual([
      'warrants/2026-11-22-a/10.json',
      'warrants/2026-11-22-b/0.json',
    ]);
    expect(await store.list('warrants/2026-11-22-a/')).toEqual(['warrants/2026-11-22-a/10.json']);
    expect(await store.list('log')).toHaveLength(3);
    expect(await store.list('endings/')).toEqual([]);
  });
}

function refusals(open: Open, gone: Open): void {
  test('refuses keys that lead elsewhere', async () => {
    const store = await open();
    const keys = [
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a//b',
      '',
      'a/',
      '.',
      'a/.',
      'a\\..\\b',
      'a\0b',
      '-x',
      'tmp/x',
    ];
    for (const key of keys) {
      await expect(async () => store.create(key, bytes('x')), key).rejects.toThrow(RangeError);
      await expect(async () => store.get(key), key).rejects.toThrow(RangeError);
    }
    for (const prefix of ['../', '/', 'a/../', 'tmp/']) {
      await expect(async () => store.list(prefix), prefix).rejects.toThrow(RangeError);
    }
    expect(await store.list('')).toEqual([]);
  });

  test('is not empty when it is not there: every call is an outage that says so', async () => {
    const store = await gone();
    for (const call of [() => store.list(''), () => store.list('log/'), () => store.get('genesis.json')]) {
      await expect(call()).rejects.toThrow(Outage);
      await expect(call()).rejects.toThrow(/there is no archive/);
    }
    await expect(store.create('genesis.json', bytes('x'))).rejects.toThrow(/there is no archive/);
    await expect(store.list('')).rejects.toThrow(Outage);
  });
}
