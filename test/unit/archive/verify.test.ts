/**
 * Every way to tamper with an object, tried on every object of a small archive.
 * Beside each kind of change stands the line of src/archive that finds it: without that line the
 * test fails.
 */
import { describe, expect, test } from 'vitest';
import { startVerify } from '../../../src/archive/verify.ts';
import { sha256 } from '../../../src/grant/canonical.ts';
import { alba, memoryStore, newArchive, warrant } from './samples.ts';
import { bytesAt, logKey, type Objects, sampleArchive, verify } from './tamper.ts';

const { whole, other, head } = await sampleArchive();

test('an untouched archive is whole, and its head can be noted', () => {
  const { first, problems, counts } = verify(whole, head);
  expect(first).toBeUndefined();
  expect(problems).toEqual([]);
  expect(counts).toEqual({ entries: 9, grants: 2, objects: whole.size });
  expect(head).toEqual({ seq: 8, sha256: sha256(bytesAt(whole, logKey(8))) });
  expect(whole.size).toBe(9 + 1 + 1 + 1 + 4 + 2);
});

describe('a single byte', () => {
  test('changed anywhere is found, and the object is named', { timeout: 60_000 }, async () => {
    const small = await smallArchive();
    const { head } = verify(small);
    for (const [key, bytes] of small) {
      const unnoticed = [...bytes.keys()].filter((index) => {
        const changed = Buffer.from(bytes);
        changed[index] = (bytes[index] ?? 0) ^ 1;
        // chain.ts: link, blame, endChain; place.ts: place; named.ts: recordFault, blobFault; schemas.ts: parse.
        return verify(new Map(small).set(key, changed), head).first?.key !== key;
      });
      expect(unnoticed, key).toEqual([]);
    }
  });

  test('removed or added at either end is found', () => {
    for (const [key, bytes] of whole) {
      const space = Buffer.from(' ');
      for (const changed of [
        bytes.slice(1),
        bytes.slice(0, -1),
        Buffer.concat([space, bytes]),
        Buffer.concat([bytes, space]),
      ]) {
        const { first } = verify(new Map(whole).set(key, changed), head);
        expect(first?.key, key).toBe(key);
      }
    }
  });

  test('changed in all but the last entry is found without a noted head', () => {
    for (const [key, bytes] of whole) {
      if (key === logKey(head.seq)) continue;
      const changed = Buffer.from(
        Buffer.from(bytes)
          .toString('latin1')
          .replace(/\d(?=\D*$)/, '$&')
          .replace('a', 'b'),
        'latin1',
      );
      expect(verify(new Map(whole).set(key, changed)).first?.key, key).toBe(key);
    }
  });
});

describe('every object', () => {
  test('deleted is missing', () => {
    for (const key of whole.keys()) {
      const objects = new Map(whole);
      objects.delete(key);
      const { first } = verify(objects, head);
      // chain.ts: gap, endChain (noted.seq > last); verify.ts: absent.
      expect(first, key).toMatchObject({ key, change: key === logKey(head.seq) ? 'tail cut' : 'missing' });
    }
  });

  test('listed but not there when it is fetched is missing', () => {
    for (const key of whole.keys()) {
      const verifier = startVerify([...whole.keys()], head);
      for (const each of verifier.order) verifier.accept(each, each === key ? undefined : whole.get(each));
      // verify.ts: vanished.
      expect(verifier.finish().first, key).toMatchObject({ key, change: 'missing' });
    }
  });

  test('swapped with another of its kind is named, the first of the two', () => {
    for (const [one, two] of pairs()) {
      const objects = new Map(whole).set(one, bytesAt(whole, two)).set(two, bytesAt(whole, one));
      const { first } = verify(objects, head);
      // place.ts: settleLift, place (moved); named.ts: misplaced (own), blobFault (has).
      expect([one, two], `${one} and ${two}`).toContain(first?.key);
      expect(first?.change, `${one} and ${two}`).toBe('reordered');
      if (one.startsWith('log/')) expect(first?.key).toBe(one);
    }
  });
});

describe('every record', () => {
  const records = [...whole.keys()].filter((key) => !key.startsWith('blob/'));

  test('replaced by that of another archive is spliced', () => {
    for (const key of records) {
      const { first } = verify(new Map(whole).set(key, bytesAt(other, key)), head);
      // place.ts: place (log); named.ts: misplaced (log), logIdOf.
      expect(first, key).toMatchObject({ key, change: 'spliced' });
    }
  });

  test('written in another form of the same content is not canonical', () => {
    for (const key of records) {
      const bytes = bytesAt(whole, key);
      const pretty = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(bytes).toString()), null, 2));
      // schemas.ts: isCanonical.
      expect(verify(new Map(whole).set(key, pretty), head).first, key).toMatchObject({
        key,
        change: 'not canonical',
      });
    }
  });

  test('of a newer format is refused as that', () => {
    for (const key of records) {
      const bytes = bytesAt(whole, key);
      const newer = Buffer.from(
        Buffer.from(bytes)
          .toString()
          .replace(/"v":"(breakglass\/(?!meaning)\w+)\/1"/, '"v":"$1/2"'),
      );
      // schemas.ts: versionOf.
      expect(verify(new Map(whole).set(key, newer), head).first, key).toMatchObject({
        key,
        change: 'unknown version',
      });
    }
  });

  test('emptied is malformed, or changed where it is a blob', () => {
    for (const key of whole.keys()) {
      const { first } = verify(new Map(whole).set(key, new Uint8Array()), head);
      expect(first, key).toMatchObject({ key, change: key.startsWith('blob/') ? 'changed' : 'malformed' });
    }
  });
});

/** Two objects in the same folder of the archive. */
function pairs(): [string, string][] {
  const keys = [...whole.keys()].sort();
  const top = (key: string) => key.slice(0, key.indexOf('/'));
  return keys.flatMap((one) =>
    keys.filter((two) => one < two && top(one) === top(two)).map((two): [string, string] => [one, two]),
  );
}

/** One object of each kind, and no more: every byte of it is tried. */
async function smallArchive(): Promise<Objects> {
  const store = memoryStore();
  const archive = await newArchive(store);
  const [plan] = await archive.keep([{ name: 'plan.txt', text: 'one role to add' }]);
  if (plan === undefined) throw new Error('no plan was kept');
  await archive.writeWarrant({ ...warrant(alba), planDigest: plan.sha256 }, [plan]);
  await archive.writeEnding({ grant: alba, kind: 'cut', why: 'its end has passed', evidence: null });
  return store.objects;
}
