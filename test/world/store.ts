/** The archive's store in memory: keys are created once and never change. */
import type { Store } from '../../src/ports.ts';
import { Outage } from '../../src/problem/outage.ts';
import type { Ask } from './calls.ts';

export type StoreFails = { writing: boolean; reading: boolean };

export function fakeStore(objects: Map<string, Uint8Array>, fails: StoreFails, call: Ask): Store {
  const read = () => {
    if (fails.reading) throw new Outage('the archive does not answer');
  };
  return {
    place: 'memory',
    create: (key, bytes) =>
      call('store.create', key, () => {
        if (fails.writing) throw new Outage('the archive does not take anything');
        if (objects.has(key)) return 'exists';
        objects.set(key, Buffer.from(bytes));
        return 'created';
      }),
    get: (key) =>
      call('store.get', key, () => {
        read();
        return objects.get(key);
      }),
    list: (prefix) =>
      call('store.list', prefix, () => {
        read();
        return [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      }),
  };
}
