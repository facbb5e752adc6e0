/**
 * Every way to tamper with the order of things: the log, its stories, and what it does not name.
 * Beside each kind of change stands the line of src/archive that finds it: without that line the
 * test fails.
 */
import { describe, expect, test } from 'vitest';
import { startVerify } from '../../../src/archive/verify.ts';
import { canonicalBytes, sha256 } from '../../../src/grant/canonical.ts';
import { at, formatMillis, hour, minute, plus, wholeSecond } from '../../../src/grant/lifetime.ts';
import { alba, chidi, memoryStore, newArchive, warrant } from './samples.ts';
import {
  bytesAt,
  entryAt,
  forged,
  isNamed,
  logKey,
  rechained,
  sampleArchive,
  shifted,
  verify,
} from './tamper.ts';

const { whole, head } = await sampleArchive();

describe('the log', () => {
  test('with an entry inserted and the others moved up', () => {
    for (let place = 0; place <= head.seq; place += 1) {
      const objects = shifted(whole, place);
      objects.set(logKey(place), forged(whole, place));
      // place.ts: place (inserted).
      expect(verify(objects, head).first, `at ${place}`).toMatchObject({
        key: logKey(place),
        change: 'inserted',
      });
    }
  });

  test('with an entry taken out and the others moved down', () => {
    for (let place = 0; place < head.seq; place += 1) {
      const objects = new Map(whole);
      for (let seq = place; seq < head.seq; seq += 1)
        objects.set(logKey(seq), bytesAt(whole, logKey(seq + 1)));
      objects.delete(logKey(head.seq));
      // place.ts: settleLift (all).
      expect(verify(objects).first, `at ${place}`).toMatchObject({ key: logKey(place), change: 'missing' });
    }
  });

  test('with a copy of an entry after it: the copy is named, not the genuine one', () => {
    for (let place = 0; place <= head.seq; place += 1) {
      const objects = shifted(whole, place + 1).set(logKey(place + 1), bytesAt(whole, logKey(place)));
      // place.ts: place (copy).
      expect(verify(objects).first, `of ${place}`).toMatchObject({
        key: logKey(place + 1),
        change: 'inserted',
        why: `it is a copy of entry ${place}`,
      });
    }
  });

  test('with its end cut off is whole to the chain, and found by a noted head', () => {
    for (let length = 1; length <= head.seq; length += 1) {
      const objects = new Map([...whole].filter(([key]) => !key.startsWith('log/') || key < logKey(length)));
      for (const key of objects.keys())
        if (!key.startsWith('log/') && !isNamed(objects, key)) objects.delete(key);
      expect(verify(objects).first, `cut to ${length}`).toBeUndefined();
      // chain.ts: endChain.
      expect(verify(objects, head).first).toMatchObject({ key: logKey(length), change: 'tail cut' });
    }
  });

  test('with a rewritten last entry is found by a noted head', () => {
    const last = entryAt(whole, head.seq);
    const rewritten = new Map(whole).set(
      logKey(head.seq),
      canonicalBytes({ ...last, body: { forged: true } }),
    );
    expect(verify(rewritten).first).toBeUndefined();
    // chain.ts: endChain (notedDiffers).
    expect(verify(rewritten, head).first).toMatchObject({ key: logKey(head.seq), change: 'changed' });
  });

  test('that is not there at all is missing, whatever else is', () => {
    const objects = new Map([...whole].filter(([key]) => !key.startsWith('log/')));
    // chain.ts: endChain (last < 0).
    expect(verify(objects).first).toMatchObject({ key: logKey(0), change: 'missing' });
    expect(verify(new Map()).first).toMatchObject({ key: logKey(0), change: 'missing' });
  });
});

describe('an unbroken log that a wrong program wrote', () => {
  const storyEntry = 4;

  test.each([
    ['skips a number of the story', { grantSeq: 7 }],
    ['points back to another entry', { grantPrev: sha256('another') }],
    ['is for another target', { target: 'prod-us' }],
  ])('%s', (_, change) => {
    const entry = entryAt(whole, storyEntry);
    const objects = rechained(whole, storyEntry, { ...entry, grant: { ...entry.grant, ...change } });
    // log-check.ts: story, targetFault; story.ts: storyFault.
    expect(verify(objects).first).toMatchObject({ key: logKey(storyEntry), change: 'story' });
  });

  test('names a record otherwise than an entry before it', () => {
    const [reference] = entryAt(whole, 0).records;
    const entry = { ...entryAt(whole, 5), records: [{ ...reference, sha256: sha256('another') }] };
    const { first } = verify(rechained(whole, 5, entry));
    // named.ts: addNamed.
    expect(first).toMatchObject({ key: logKey(5), change: 'malformed' });
  });

  test('names a blob with another size than it has', () => {
    const entry = entryAt(whole, 3);
    const blobs = entry.blobs.map((blob) => ({ ...blob, size: blob.size + 1 }));
    const { first } = verify(rechained(whole, 3, { ...entry, blobs }));
    // named.ts: blobFault (size).
    expect(first).toMatchObject({ change: 'changed', seq: 3 });
    expect(first?.key).toMatch(/^blob\//);
  });

  test('names a record that is for another target', () => {
    const key = `warrants/${alba}/0.json`;
    const bytes = canonicalBytes({ ...warrant(alba), target: 'prod-us' });
    const entry = { ...entryAt(whole, 3), records: [{ key, sha256: sha256(bytes) }] };
    const { first } = verify(rechained(whole, 3, entry).set(key, bytes));
    // named.ts: misplaced (target).
    expect(first).toMatchObject({ key, change: 'malformed', seq: 3 });
  });

  test('goes back in time by more than both clocks may be wrong: a warning', () => {
    const entry = { ...entryAt(whole, 8), at: '2026-11-22T02:00:00.000Z' };
    const { first, problems } = verify(rechained(whole, 8, entry));
    expect(first).toBeUndefined();
    // chain.ts: clock.
    expect(problems).toMatchObject([{ code: 'BG0820', severity: 'warning' }]);
  });
});

describe('an object that no entry names', () => {
  const extra = `endings/${chidi}/1-closed.json`;
  const newest = at(entryAt(whole, head.seq).at);

  function closedAt(instant: number): Uint8Array {
    const ending = JSON.parse(Buffer.from(bytesAt(whole, `endings/${chidi}/0-revoked.json`)).toString());
    return canonicalBytes({ ...ending, n: 1, kind: 'closed', at: formatMillis(plus(newest, instant)) });
  }

  test('is not proven when it is about as old as the newest entry: a run may be under way', () => {
    for (const age of [-15 * minute, 0, hour]) {
      const { first, problems, unlogged } = verify(new Map(whole).set(extra, closedAt(age)), head);
      expect(first).toBeUndefined();
      // unlogged.ts: not logged.
      expect(problems).toMatchObject([{ code: 'BG0821', severity: 'warning' }]);
      expect(unlogged).toEqual([extra]);
    }
  });

  test('was added when the log went on for long without it', () => {
    const { first, unlogged } = verify(new Map(whole).set(extra, closedAt(-15 * minute - 1)), head);
    // unlogged.ts: added (grace).
    expect(first).toMatchObject({ key: extra, change: 'added' });
    expect(unlogged).toEqual([]);
  });

  test('was added when it is a warrant that nobody requested, whatever time it says', () => {
    // One grant of which the log knows nothing, and one that was only ever ended.
    for (const grant of ['2026-11-22-orders-read-bo', chidi])
      for (const activation of [newest, plus(newest, hour)]) {
        const key = `warrants/${grant}/0.json`;
        const objects = new Map(whole).set(key, canonicalBytes(warrant(grant, 0, wholeSecond(activation))));
        // unlogged.ts: added (requested).
        expect(verify(objects).first).toMatchObject({ key, change: 'added' });
      }
  });

  test('is explained by the log where that has a fault itself', () => {
    const objects = new Map(whole).set(extra, closedAt(-hour));
    objects.delete(logKey(3));
    const { first, problems } = verify(objects);
    expect(first).toMatchObject({ key: logKey(3), change: 'missing' });
    expect(problems.map(({ code }) => code)).not.toContain('BG0825');
  });

  test('is an error when it says something else than its key', () => {
    const bytes = bytesAt(whole, `endings/${chidi}/0-revoked.json`);
    expect(verify(new Map(whole).set(extra, bytes), head).first).toMatchObject({
      key: extra,
      change: 'reordered',
    });
  });

  test('is an error when it is a blob with other bytes than its name says', () => {
    const key = `blob/sha256/${'0'.repeat(64)}`;
    expect(verify(new Map(whole).set(key, Buffer.from('x')), head).first).toMatchObject({
      key,
      change: 'changed',
    });
  });

  test('is an error when it is nothing of an archive, and is not even read', () => {
    const key = `warrants/${alba}/0.json.bak`;
    const verifier = startVerify([...whole.keys(), key], head);
    expect(verifier.order).not.toContain(key);
    for (const each of verifier.order) verifier.accept(each, whole.get(each));
    expect(verifier.finish().first).toMatchObject({ key, change: 'foreign' });
  });

  test('is an error when it is no file', () => {
    for (const key of whole.keys()) {
      const verifier = startVerify([...whole.keys()], head);
      for (const each of verifier.order)
        if (each === key) verifier.refuse(each);
        else verifier.accept(each, whole.get(each));
      // verify.ts: refuse.
      expect(verifier.finish().first, key).toMatchObject({ key, change: 'foreign' });
    }
  });
});

test('the plan that a warrant names must be there, also where no entry names it', async () => {
  const store = memoryStore();
  const archive = await newArchive(store);
  const [plan] = await archive.keep([{ name: 'plan.json', planJson: { format_version: '1.2' } }]);
  if (plan === undefined) throw new Error('no plan was kept');
  await archive.writeWarrant({ ...warrant(alba), planDigest: plan.sha256 }, []);
  expect(verify(store.objects).problems).toEqual([]);
  const key = `blob/sha256/${plan.sha256.slice('sha256:'.length)}`;
  expect(store.objects.delete(key)).toBe(true);
  // verify.ts: acceptObject (plan).
  expect(verify(store.objects).first).toMatchObject({ key, change: 'missing', seq: 2 });
});
