import { expect, test } from 'vitest';
import type { Store } from '../../../../src/ports.ts';
import { showStory } from '../../../../src/steps/archive/show-story.ts';
import { verifyArchive } from '../../../../src/steps/archive/verify-archive.ts';
import { alba, chidi, liveAndDie, memoryStore, newArchive } from '../../archive/samples.ts';

async function twoGrants() {
  const store = memoryStore();
  const archive = await newArchive(store);
  await liveAndDie(archive, alba);
  await liveAndDie(archive, chidi);
  return store;
}

test('the story of a grant holds its entries in order, its records and its contents', async () => {
  const store = await twoGrants();
  const story = await showStory(store, alba);
  expect(story?.faults).toEqual([]);
  expect(story?.entries.map(({ entry }) => entry.kind)).toEqual([
    'requested',
    'opening',
    'applied',
    'cut',
    'closed',
    'removed',
  ]);
  const texts = [...(story?.contents.values() ?? [])].map((bytes) => Buffer.from(bytes).toString());
  expect(texts).toContain(`plan of ${alba}\n`);
  expect(texts.join()).not.toContain(chidi);
  expect(texts).toHaveLength(2 + 4);
  expect(await showStory(store, '2026-11-22-nobody')).toBeUndefined();
});

test('what is gone, changed or left out of a story is said', async () => {
  const store = await twoGrants();
  const whole = new Map(store.objects);
  store.objects.delete(`endings/${alba}/0-cut.json`);
  store.objects.set(`endings/${alba}/1-closed.json`, Buffer.from('{}'));
  expect((await showStory(store, alba))?.faults).toEqual([
    `endings/${alba}/0-cut.json: it is not there`,
    `endings/${alba}/1-closed.json: it was changed`,
  ]);
  const other = memoryStore(whole);
  other.objects.delete('log/000000000004.json');
  expect((await showStory(other, alba))?.faults).toEqual([
    `entry 5: it is number 3 of ${alba}, number 2 is next`,
  ]);
});

test('verification has at most 64 gets under way, and more than one', async () => {
  const store = await twoGrants();
  const archive = await newArchive(store);
  for (let n = 0; n < 100; n += 1) await archive.log({ kind: 'drill', grant: null, body: { n } });
  let underWay = 0;
  let most = 0;
  const slow: Store = {
    ...store,
    get: async (key) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((done) => setImmediate(done));
      underWay -= 1;
      return store.get(key);
    },
  };
  const { first, counts } = await verifyArchive(slow);
  expect(first).toBeUndefined();
  expect(counts.entries).toBe(114);
  expect(most).toBe(64);
});

test('a store that breaks off in the middle of a verification is an outage, not a finding', async () => {
  const store = await twoGrants();
  let left = 10;
  const get = async (key: string) => {
    left -= 1;
    if (left < 0) throw new Error('broke off');
    return store.get(key);
  };
  await expect(verifyArchive({ ...store, get })).rejects.toThrow('broke off');
});
