/** Listings that never come out short: what could not be read is said, not left out. */

import type { Listing } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';

/** Items asked for side by side: quick enough for a hundred roles, gentle enough for AWS's limits. */
const width = 5;

/** `items` is undefined when the answer held no list at all. */
export type Page<T> = { readonly items: readonly T[] | undefined; readonly next: string | undefined };

/**
 * Goes through all pages. An answer without a list is no empty list, and a token that comes back
 * unchanged would be an endless one.
 */
export async function* pages<T>(page: (token: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    if (items === undefined) throw new Outage('AWS answered a listing with something that is no list');
    yield* items;
    if (next !== undefined && next === token)
      throw new Outage('AWS goes on giving the same page of a listing');
    token = next || undefined;
  } while (token !== undefined);
}

/**
 * Reads every item and what belongs to it. `details` answers undefined for an item that is gone in
 * between; any failure makes the listing incomplete, and the rest is read all the same.
 */
export async function listing<Item, Detail>(
  items: AsyncIterable<Item>,
  details: (item: Item) => Promise<Detail | undefined>,
): Promise<Listing<Detail>> {
  const reasons: string[] = [];
  const found = await collect(items, reasons);
  const read = await sideBySide(found, (item) => details(item).catch((error) => note(error, reasons)));
  const known = read.filter((detail) => detail !== undefined);
  const [reason] = reasons;
  return reason === undefined ? { complete: true, items: known } : { complete: false, items: known, reason };
}

async function collect<Item>(items: AsyncIterable<Item>, reasons: string[]): Promise<Item[]> {
  const found: Item[] = [];
  try {
    for await (const item of items) found.push(item);
  } catch (error) {
    note(error, reasons);
  }
  return found;
}

/** Only what the world did not answer makes a listing incomplete; a bug of ours goes on to the top. */
function note(error: unknown, reasons: string[]): undefined {
  if (!(error instanceof Outage)) throw error;
  reasons.push(error.message);
  return undefined;
}

/** Results in the order of `items`. */
async function sideBySide<Item, T>(items: readonly Item[], work: (item: Item) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
