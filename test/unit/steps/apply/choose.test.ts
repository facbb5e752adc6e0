/** BG0332, BG0333 and BG0334 need records of an archive, so their situations are here. */
import { describe, expect, test } from 'vitest';
import type { Warrant } from '../../../../src/archive/records.ts';
import { checkFiles } from '../../../../src/grant/check.ts';
import type { Grant } from '../../../../src/grant/grant.ts';
import { at, type Instant } from '../../../../src/grant/lifetime.ts';
import type { Problem } from '../../../../src/problem/problem.ts';
import { type Candidates, choose } from '../../../../src/steps/apply/choose.ts';
import { openingOf, warrantOf } from '../../../../src/steps/apply/opening.ts';
import type { Live } from '../../../../src/steps/sweep/decide.ts';
import { exampleFiles } from '../../../situations/situation.ts';

const { sound } = checkFiles(exampleFiles());
const now = at('2026-11-22T03:10:00Z');
const alba = one('2026-11-22-orders-read-alba');
const bo = one('2026-11-22-orders-read-bo');
const mei = one('2026-11-22-orders-unblock-mei');
const lena = one('2026-11-22-carts-item-lena');

function one(id: string): Grant {
  const found = sound.find((grant) => grant.id === id);
  if (!found) throw new Error(`the examples have no sound ${id}`);
  return found;
}

function chosen(candidates: Partial<Candidates>) {
  const { open, problems, anew, ...rest } = choose({
    grants: [],
    live: [],
    records: new Map(),
    now,
    ...candidates,
  });
  return { open: open.map(({ id }) => id), problems, ...(anew.size > 0 ? { anew } : {}), ...rest };
}

function warrant(grant: Grant, activation = now): Warrant {
  const run = {
    log: 'f'.repeat(32),
    n: 0,
    commit: 'c'.repeat(40),
    planDigest: 'sha256:0',
    now: activation,
  } as const;
  return warrantOf(
    openingOf(grant, activation, (count) => new Uint8Array(count)),
    run,
  );
}

function live(grant: Grant): Live {
  const frozen = warrant(grant);
  return { grant: grant.id, end: at(frozen.end), warrant: frozen };
}

/** The same grant as if its file had been written otherwise. */
function edited(grant: Grant): Grant {
  return { ...grant, written: { ...grant.written, digest: `sha256:${'e'.repeat(64)}` } };
}

const nothing = { open: [], problems: [], kept: [], past: [], ended: [] };
const codes = ({ problems }: { problems: readonly Problem[] }) => problems.map(({ code }) => code);

describe('which grants to open', () => {
  test('all that are sound and have no record, in the order of their ids', () => {
    const ids = [lena.id, alba.id, bo.id, mei.id];
    expect(chosen({ grants: [mei, bo, alba, lena] })).toEqual({ ...nothing, open: ids });
    expect(chosen({ grants: [alba, lena, mei, bo] })).toEqual({ ...nothing, open: ids });
    expect(chosen({})).toEqual(nothing);
  });

  test('none that is past, and that is no problem', () => {
    const after = at('2026-11-22T05:10:00Z');
    expect(chosen({ grants: [alba, bo, mei], now: after })).toEqual({
      ...nothing,
      past: [alba.id, bo.id, mei.id],
    });
  });

  test.each([
    ['2026-11-22T04:35:00Z', [], [alba.id]],
    ['2026-11-22T04:35:01Z', ['BG0331'], []],
    ['2026-11-22T04:39:59Z', ['BG0331'], []],
    ['2026-11-22T00:00:00Z', [], [alba.id]],
    ['2026-11-21T23:59:59Z', ['BG0330'], []],
  ])('at %s the dates say %j', (instant, expected, open) => {
    const choice = chosen({ grants: [alba], now: at(instant) });
    expect([codes(choice), choice.open]).toEqual([expected, open]);
  });

  test('one that cannot be opened stops no other', () => {
    const choice = chosen({ grants: [alba, bo], now: at('2026-11-22T04:36:00Z') });
    expect([codes(choice), choice.open]).toEqual([['BG0331'], [bo.id]]);
  });
});

describe('as many as the playbook allows', () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => ({ ...alba, id: `2026-11-22-${name}` }));

  test('the one that is too much waits, with a problem at its playbook', () => {
    const choice = chosen({ grants: four });
    expect(choice.open).toEqual(['2026-11-22-a', '2026-11-22-b', '2026-11-22-c']);
    expect(choice.problems).toEqual([
      {
        severity: 'error',
        code: 'BG0332',
        message: 'playbook `orders-db-read` allows 3 live at the same time',
        label: '3 are live or being opened',
        hint: 'end one of them, or wait',
        place: alba.written.place(['playbook']),
      },
    ]);
  });

  test('counts what is live by its warrant, whatever has become of its file', () => {
    const others = four.slice(0, 2).map(live);
    expect(chosen({ grants: [alba], live: others })).toMatchObject({ open: [alba.id], problems: [] });
    expect(codes(chosen({ grants: [alba], live: [...others, live(bo)] }))).toEqual(['BG0332']);
    expect(chosen({ grants: [alba, bo], live: others })).toMatchObject({ open: [alba.id] });
  });

  test('counts no grant of another playbook, and none that is kept twice', () => {
    expect(chosen({ grants: [alba], live: [live(mei), live(lena)] }).open).toEqual([alba.id]);
    expect(chosen({ grants: [mei], live: [live(mei)] })).toEqual({ ...nothing, kept: [mei.id] });
    expect(codes(chosen({ grants: [{ ...mei, id: '2026-11-22-second' }], live: [live(mei)] }))).toEqual([
      'BG0332',
    ]);
  });

  test('a grant whose warrant cannot be read is kept as it is, and counts for no playbook', () => {
    const unreadable: Live = { grant: mei.id, end: at('2026-11-22T05:00:00Z'), warrant: undefined };
    expect(chosen({ grants: [mei], live: [unreadable] })).toEqual({ ...nothing, kept: [mei.id] });
  });
});

describe('a live grant', () => {
  const records = new Map([[alba.id, { warrants: [warrant(alba)], endings: [] }]]);

  test('is kept as its warrant says', () => {
    expect(chosen({ grants: [alba], live: [live(alba)], records })).toEqual({ ...nothing, kept: [alba.id] });
  });

  test('is kept when its file was changed, which is refused', () => {
    const choice = chosen({ grants: [edited(alba)], live: [live(alba)], records });
    expect(choice).toMatchObject({ open: [], kept: [alba.id] });
    expect(choice.problems).toEqual([
      {
        severity: 'error',
        code: 'BG0333',
        message: '`2026-11-22-orders-read-alba` was changed after it was opened',
        label: 'live until 2026-11-22T04:10:00Z',
        hint: 'make a new grant; to end this one, delete its file',
        place: alba.written.place(['id']),
      },
    ]);
  });

  test('is kept beside a file of too little time: dates judge what is to be opened', () => {
    const late = at('2026-11-22T04:38:00Z');
    expect(chosen({ grants: [alba], live: [live(alba)], records, now: late })).toEqual({
      ...nothing,
      kept: [alba.id],
    });
  });
});

describe('a grant that had its life', () => {
  const had = (warrants: readonly Warrant[]) => new Map([[alba.id, { warrants, endings: [] }]]);
  const ended = { ...nothing, ended: [alba.id] };

  test('is not opened again; the same old file is no problem', () => {
    expect(chosen({ grants: [alba], records: had([warrant(alba)]) })).toEqual(ended);
  });

  test('is not opened again when its file was changed, which is refused while there would be time', () => {
    const choice = chosen({ grants: [edited(alba)], records: had([warrant(alba)]) });
    expect(choice).toMatchObject({ open: [], ended: [alba.id] });
    expect(choice.problems).toEqual([
      {
        severity: 'error',
        code: 'BG0334',
        message: '`2026-11-22-orders-read-alba` was opened before and has ended',
        hint: 'make a new grant with another id',
        place: alba.written.place(['id']),
      },
    ]);
    const wall: Instant = alba.notAfter;
    expect(chosen({ grants: [edited(alba)], records: had([warrant(alba)]), now: wall })).toEqual(ended);
  });

  test('is not opened when only an ending of it is there', () => {
    const choice = chosen({ grants: [alba], records: had([]) });
    expect([choice.open, codes(choice)]).toEqual([[], ['BG0334']]);
  });

  test('does not count as live', () => {
    const choice = chosen({ grants: [mei], records: had([warrant(alba)]) });
    expect(choice.open).toEqual([mei.id]);
  });
});
