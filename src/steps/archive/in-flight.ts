/** Fetches many objects with a bounded number of requests under way, in the order asked for. */
import type { Store } from '../../ports.ts';

export type Fetched = { readonly key: string; readonly bytes: Uint8Array | undefined };

/** More wins nothing, fewer makes a large archive in a bucket slow. */
export const widest = 64;

export async function* inFlight(store: Store, keys: Iterable<string>): AsyncGenerator<Fetched> {
  const waiting: Promise<Fetched>[] = [];
  for (const key of keys) {
    waiting.push(fetched(store, key));
    if (waiting.length >= widest) yield await next(waiting);
  }
  while (waiting.length > 0) yield await next(waiting);
}

function fetched(store: Store, key: string): Promise<Fetched> {
  const promise = store.get(key).then((bytes) => ({ key, bytes }));
  // A failure is met when its turn comes; until then it must not count as unhandled.
  promise.catch(() => undefined);
  return promise;
}

async function next(waiting: Promise<Fetched>[]): Promise<Fetched> {
  const first = waiting.shift();
  if (first === undefined) throw new RangeError('nothing is under way');
  return first;
}
