/** Every check of `archive verify`, against archives that somebody has changed. */
import type { Head } from '../../src/archive/entry.ts';
import type * as verifying from '../../src/archive/verify.ts';
import { canonicalBytes, sha256 } from '../../src/grant/canonical.ts';
import { at, formatMillis, hour, minute, plus, wholeSecond } from '../../src/grant/lifetime.ts';
import { alba, chidi, memoryStore, newArchive, warrant } from '../unit/archive/samples.ts';
import {
  bytesAt,
  entryAt,
  forged,
  logKey,
  type Objects,
  rechained,
  sampleArchive,
  shifted,
} from '../unit/archive/tamper.ts';
import { weaken } from './weaken.ts';

const { whole, other, head } = await sampleArchive();
const keys = [...whole.keys()].sort();
const newest = at(entryAt(whole, head.seq).at);

/** An archive as it is found; undefined bytes were listed and are not there, null is no file. */
type Found = {
  readonly name: string;
  readonly objects: ReadonlyMap<string, Uint8Array | undefined | null>;
  readonly noted?: Head;
};

await weaken<typeof verifying>({
  of: [
    'src/archive/chain-state.ts',
    'src/archive/chain.ts',
    'src/archive/keys.ts',
    'src/archive/log-check.ts',
    'src/archive/named.ts',
    'src/archive/place.ts',
    'src/archive/schemas.ts',
    'src/archive/story.ts',
    'src/archive/unlogged.ts',
    'src/archive/verification.ts',
    'src/archive/verify.ts',
  ],
  modules: ['src/archive/verify.ts'],
  cases: [...whichAreWhole(), ...objectsChanged(), ...logsChanged(), ...unnamed(), ...(await plans())].map(
    (found) => ({ name: found.name, answer: (product) => answer(product, found) }),
  ),
  idle: {},
  first: true,
});

function answer({ startVerify }: typeof verifying, { objects, noted }: Found): unknown {
  const verifier = startVerify([...objects.keys()], noted);
  for (const key of verifier.order) {
    const bytes = objects.get(key);
    if (bytes === null) verifier.refuse(key);
    else verifier.accept(key, bytes);
  }
  return [verifier.order, verifier.finish()];
}

function whichAreWhole(): Found[] {
  return [
    { name: 'untouched', objects: whole, noted: head },
    { name: 'nothing', objects: new Map() },
    { name: 'empty beside a noted head', objects: new Map(), noted: head },
    { name: 'without a log', objects: new Map([...whole].filter(([key]) => !key.startsWith('log/'))) },
    { name: 'all of another', objects: other, noted: head },
  ];
}

function objectsChanged(): Found[] {
  return keys.flatMap((key) => {
    const bytes = bytesAt(whole, key);
    const text = Buffer.from(bytes).toString();
    const changes: readonly (readonly [string, Uint8Array | undefined | null])[] = [
      ['vanished', undefined],
      ['no file', null],
      ['emptied', new Uint8Array()],
      ['longer', Buffer.concat([bytes, Buffer.from(' ')])],
      ['one byte', Buffer.from(text.replace('a', 'b'))],
      ['pretty', Buffer.from(text.startsWith('{') ? JSON.stringify(JSON.parse(text), null, 2) : `${text}\n`)],
      ['newer', Buffer.from(text.replace(/"v":"(breakglass\/(?!meaning)\w+)\/1"/, '"v":"$1/2"'))],
      ['no UTF-8', Buffer.from([0xff, 0xfe])],
      ['of another archive', bytesAt(other, key)],
    ];
    const without = new Map(whole);
    without.delete(key);
    const swaps = keys.filter((two) => key < two && key.split('/')[0] === two.split('/')[0]);
    return [
      { name: `${key} deleted`, objects: without, noted: head },
      ...changes.map(([name, is]): Found => {
        return {
          name: `${key} ${name}`,
          objects: new Map<string, typeof is>(whole).set(key, is),
          noted: head,
        };
      }),
      ...swaps.map((two) => ({
        name: `${key} and ${two} swapped`,
        objects: new Map(whole).set(key, bytesAt(whole, two)).set(two, bytes),
        noted: head,
      })),
    ];
  });
}

function logsChanged(): Found[] {
  const entries = Array.from({ length: head.seq + 1 }, (_, seq) => seq);
  const shortened = (from: number) => {
    const objects = new Map(whole);
    for (const seq of entries.slice(from, -1)) objects.set(logKey(seq), bytesAt(whole, logKey(seq + 1)));
    objects.delete(logKey(head.seq));
    return objects;
  };
  const cut = (to: number) =>
    new Map([...whole].filter(([key]) => !key.startsWith('log/') || key < logKey(to)));
  return [
    ...entries.flatMap((seq): Found[] => [
      { name: `inserted ${seq}`, objects: shifted(whole, seq).set(logKey(seq), forged(whole, seq)) },
      { name: `taken out ${seq}`, objects: shortened(seq) },
      { name: `cut at ${seq}`, objects: cut(seq), noted: head },
      {
        name: `copied ${seq}`,
        objects: shifted(whole, seq + 1).set(logKey(seq + 1), bytesAt(whole, logKey(seq))),
      },
    ]),
    ...rewritten(),
  ];
}

/** What only a wrong program, or who holds its keys, can write: the chain fits. */
function rewritten(): Found[] {
  const named = `warrants/${alba}/0.json`;
  const elsewhere = canonicalBytes({ ...warrant(alba), target: 'prod-us' });
  const story = entryAt(whole, 4);
  const [reference] = entryAt(whole, 0).records;
  const blobs = entryAt(whole, 3).blobs.map((blob) => ({ ...blob, size: blob.size + 1 }));
  const changes: readonly (readonly [string, number, object])[] = [
    ['another body', head.seq, { body: { forged: true } }],
    ['a number of the story', 4, { grant: { ...story.grant, grantSeq: 7 } }],
    ['another way back', 4, { grant: { ...story.grant, grantPrev: sha256('another') } }],
    ['another target', 4, { grant: { ...story.grant, target: 'prod-us' } }],
    ['a record named otherwise', 5, { records: [{ ...reference, sha256: sha256('another') }] }],
    ['a record named again', 5, { records: [reference] }],
    ['a blob of another size', 3, { blobs }],
    ['back in time', 8, { at: '2026-11-22T02:00:00.000Z' }],
    ['before the first', 0, { at: '2027-11-22T02:00:00.000Z' }],
  ];
  return [
    ...changes.flatMap(([name, seq, change]): Found[] => {
      const objects = rechained(whole, seq, { ...entryAt(whole, seq), ...change });
      return [
        { name, objects },
        { name: `${name}, beside a noted head`, objects, noted: head },
      ];
    }),
    {
      name: 'a record for another target',
      objects: rechained(whole, 3, {
        ...entryAt(whole, 3),
        records: [{ key: named, sha256: sha256(elsewhere) }],
      }).set(named, elsewhere),
    },
  ];
}

function unnamed(): Found[] {
  const revoked = bytesAt(whole, `endings/${chidi}/0-revoked.json`);
  const extra = `endings/${chidi}/1-closed.json`;
  const closed = (instant: number) => {
    const ending = JSON.parse(Buffer.from(revoked).toString());
    return canonicalBytes({ ...ending, n: 1, kind: 'closed', at: formatMillis(plus(newest, instant)) });
  };
  const granted = (grant: string, activation: number) =>
    canonicalBytes(warrant(grant, 0, wholeSecond(plus(newest, activation))));
  const bo = '2026-11-22-orders-read-bo';
  const added: readonly (readonly [string, string, Uint8Array])[] = [
    ['just written', extra, closed(0)],
    ['at the edge of its grace', extra, closed(-15 * minute)],
    ['behind its grace', extra, closed(-15 * minute - 1)],
    ['later than the log', extra, closed(hour)],
    ['that says another key', extra, revoked],
    ['a warrant of nobody', `warrants/${bo}/0.json`, granted(bo, 0)],
    ['a later warrant of nobody', `warrants/${bo}/0.json`, granted(bo, hour)],
    ['a warrant after an ending', `warrants/${chidi}/0.json`, granted(chidi, 0)],
    ['a further warrant', `warrants/${alba}/1.json`, canonicalBytes(warrant(alba, 1, wholeSecond(newest)))],
    ['a blob of other bytes', `blob/sha256/${'0'.repeat(64)}`, Buffer.from('x')],
    ['a blob of its own bytes', `blob/sha256/${sha256('x').slice(7)}`, Buffer.from('x')],
    ['no key of an archive', `warrants/${alba}/0.json.bak`, Buffer.from('x')],
    ['a number too long', `log/${'0'.repeat(13)}.json`, Buffer.from('x')],
    ['a number that no counting reaches', 'log/999999999999.json', bytesAt(whole, logKey(head.seq))],
    ['a second trust', 'trusted/7.json', bytesAt(whole, 'trusted/0.json')],
  ];
  return added.flatMap(([name, key, bytes]): Found[] => {
    const objects = new Map(whole).set(key, bytes);
    const broken = new Map(objects);
    broken.delete(logKey(3));
    return [
      { name, objects, noted: head },
      { name: `${name}, in a broken log`, objects: broken },
    ];
  });
}

async function plans(): Promise<Found[]> {
  const store = memoryStore();
  const archive = await newArchive(store);
  const [plan] = await archive.keep([{ name: 'plan.json', planJson: { format_version: '1.2' } }]);
  if (plan === undefined) throw new Error('no plan was kept');
  await archive.writeWarrant({ ...warrant(alba), planDigest: plan.sha256 }, []);
  const without: Objects = new Map(store.objects);
  without.delete(`blob/sha256/${plan.sha256.slice('sha256:'.length)}`);
  return [
    { name: 'a plan that no entry names', objects: store.objects },
    { name: 'a plan that is not there', objects: without },
  ];
}
