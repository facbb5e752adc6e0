/**
 * Every way to tamper with the order of things: the log, its stories, and what it does not name.
 * Beside each kind of change stands the line of src/archive that finds it: without that line the
 * test fails.
 */
import { describe, expect, test } from 'vitest';
import { canonicalBytes, sha256 } from '../../../src/grant/canonical.ts';
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
      // chain.ts: place (inserted).
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
      // chain.ts: place (moved).
      expect(verify(objects).first, `at ${place}`).toMatchObject({ key: logKey(place), change: 'reordered' });
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

  test('is a warning when it is well formed: the next run logs it', () => {
    const ending = JSON.parse(Buffer.from(bytesAt(whole, `endings/${chidi}/0-revoked.json`)).toString());
    const bytes = canonicalBytes({ ...ending, n: 1, kind: 'closed' });
    const { first, problems } = verify(new Map(whole).set(extra, bytes), head);
    expect(first).toBeUndefined();
    // verify.ts: unnamed.
    expect(problems).toMatchObject([{ code: 'BG0821', severity: 'warning' }]);
    expect(problems[0]?.message).toContain(extra);
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

  test('is a warning when it is nothing of an archive', () => {
    const { first, problems } = verify(
      new Map(whole).set(`warrants/${alba}/0.json.bak`, Buffer.from('x')),
      head,
    );
    expect(first).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'BG0822', severity: 'warning' }]);
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
