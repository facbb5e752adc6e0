import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, hour, type Instant, minute, plus, second } from '../../../src/grant/lifetime.ts';
import { distance, lateness, momentFor, span, timeFor } from '../../../src/view/times.ts';
import { plural } from '../../../src/view/words.ts';

const now = at('2026-11-22T03:09:00Z');

test.each([
  ['2026-11-22T04:06:00Z', 'Europe/Berlin', '04:06 UTC (05:06 Berlin, in 57 min)'],
  ['2026-11-22T04:06:00Z', undefined, '04:06 UTC (in 57 min)'],
  ['2026-11-22T03:09:00Z', 'Europe/London', '03:09 UTC (03:09 London, now)'],
  ['2026-11-22T00:00:59Z', 'Asia/Kolkata', '00:00 UTC (05:30 Kolkata, 3 h 8 min ago)'],
  ['2026-11-22T23:30:00Z', 'Europe/Berlin', '23:30 UTC (2026-11-23 00:30 Berlin, in 20 h 21 min)'],
  [
    '2026-11-23T02:00:00Z',
    'America/New_York',
    '2026-11-23 02:00 UTC (2026-11-22 21:00 New York, in 22 h 51 min)',
  ],
  [
    '2026-11-25T03:09:00Z',
    'America/Argentina/Buenos_Aires',
    '2026-11-25 03:09 UTC (00:09 Buenos Aires, in 3 d)',
  ],
  ['2026-07-01T12:00:00Z', 'Europe/Berlin', '2026-07-01 12:00 UTC (14:00 Berlin, 143 d 15 h ago)'],
  ['2026-11-22T04:06:00Z', 'UTC', '04:06 UTC (in 57 min)'],
  ['2026-11-22T04:06:00Z', 'Etc/UTC', '04:06 UTC (in 57 min)'],
  ['2026-11-22T04:06:00Z', 'Mars/Olympus_Mons', '04:06 UTC (in 57 min)'],
])('%s for %s', (text, zone, shown) => {
  expect(timeFor(at(text), now, zone)).toBe(shown);
});

test.each([
  [0, 'now'],
  [999, 'now'],
  [-999, 'now'],
  [second, 'in 1 s'],
  [59 * second + 999, 'in 59 s'],
  [-59 * second, '59 s ago'],
  [minute, 'in 1 min'],
  [57 * minute + 59 * second, 'in 57 min'],
  [hour, 'in 1 h'],
  [47 * hour + 59 * minute, 'in 47 h 59 min'],
  [48 * hour, 'in 2 d'],
  [-51 * hour, '2 d 3 h ago'],
])('%d ms is %s', (milliseconds, shown) => {
  expect(distance(milliseconds)).toBe(shown);
});

test('what has happened is said to the second, with its day where that is another', () => {
  expect(momentFor(at('2026-11-22T03:08:07Z'), now)).toBe('03:08:07 UTC');
  expect(momentFor(at('2026-11-21T23:59:59Z'), now)).toBe('2026-11-21 23:59:59 UTC');
});

test('lateness is exact below a minute, and readable above', () => {
  expect([0, 1234, 59_900, minute, 3 * hour + 7 * minute].map(lateness)).toEqual([
    '0.0 s',
    '1.2 s',
    '59.9 s',
    '1 min',
    '3 h 7 min',
  ]);
});

test('nobody is promised time that is not there', () => {
  const units: Readonly<Record<string, number>> = { s: second, min: minute, h: hour, d: 24 * hour };
  const value = (text: string) =>
    [...text.matchAll(/(\d+) (s|min|h|d)/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0),
      0,
    );
  fc.assert(
    fc.property(fc.integer({ min: second, max: 400 * 24 * hour }), (milliseconds) => {
      const said = value(span(milliseconds));
      expect(said).toBeLessThanOrEqual(milliseconds);
      expect(milliseconds - said).toBeLessThan(milliseconds < 48 * hour ? minute : hour);
    }),
  );
});

test('a zone never moves the instant in UTC', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 365 * 24 * 60 }), (zone, minutes) => {
      const instant = plus(at('2026-01-01T00:00:00Z'), minutes * minute) as Instant;
      const shown = timeFor(instant, now, zone);
      expect(shown).toContain(`${new Date(instant).toISOString().slice(11, 16)} UTC (`);
      expect(shown).toMatch(/^[\w :().,+/-]+$/);
    }),
  );
});

test('one is not many', () => {
  expect([0, 1, 2].map((count) => plural(count, 'grant'))).toEqual(['0 grants', '1 grant', '2 grants']);
});
