import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  at,
  clampEnd,
  dayOfId,
  earliest,
  endOf,
  formatInstant,
  formatMillis,
  hour,
  type Instant,
  isOver,
  minute,
  parseInstant,
  parseMinutes,
  plus,
  wholeSecond,
} from '../../../src/grant/lifetime.ts';

/** Forms that other readers of dates take, and read differently from each other. */
const refused = [
  ['no zone', '2026-11-22T18:00:00'],
  ['a space', '2026-11-22 18:00:00Z'],
  ['30 February', '2026-02-30T00:00:00Z'],
  ['29 February of no leap year', '2026-02-29T00:00:00Z'],
  ['31 November', '2026-11-31T00:00:00Z'],
  ['hour 24', '2026-11-22T24:00:00Z'],
  ['a leap second', '2016-12-31T23:59:60Z'],
  ['an offset without colon', '2026-11-22T18:00:00+0100'],
  ['an offset', '2026-11-22T18:00:00+01:00'],
  ['an offset of 25 hours', '2026-11-22T18:00:00+25:00'],
  ['an hour that New York skips', '2026-03-08T02:30:00'],
  ['an hour that New York has twice', '2026-11-01T01:30:00'],
  ['a small t', '2026-11-22t18:00:00Z'],
  ['a small z', '2026-11-22T18:00:00z'],
  ['nanoseconds', '2026-11-22T18:00:00.123456789Z'],
  ['tenths', '2026-11-22T18:00:00.1Z'],
  ['no seconds', '2026-11-22T18:00Z'],
  ['a day alone', '2026-11-22'],
  ['month 0', '2026-00-22T18:00:00Z'],
  ['month 13', '2026-13-22T18:00:00Z'],
  ['day 0', '2026-11-00T18:00:00Z'],
  ['words', 'Jan 1 2027'],
  ['epoch seconds', '1795370400'],
  ['a year of five digits', '+12026-11-22T18:00:00Z'],
  ['something behind', '2026-11-22T18:00:00Z\n'],
  ['nothing', ''],
] as const;

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('instants on a machine in %s', (zone) => {
  const before = process.env['TZ'];
  beforeAll(() => {
    process.env['TZ'] = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  test('the zone of the machine is another one indeed', () => {
    const offset = { UTC: 0, 'America/New_York': 300, 'Asia/Kolkata': -330 }[zone];
    expect(new Date('2026-11-22T00:00:00Z').getTimezoneOffset()).toBe(offset);
  });

  test.each(refused)('%s is refused', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(() => at(text)).toThrow('not an instant');
  });

  test('the one form is read as UTC', () => {
    expect(parseInstant('2026-11-22T18:00:00Z')).toBe(1_795_370_400_000);
    expect(parseInstant('2026-11-22T18:00:00.123Z')).toBe(1_795_370_400_123);
    expect(parseInstant('2028-02-29T23:59:59Z')).toBe(Date.UTC(2028, 1, 29, 23, 59, 59));
    expect(parseInstant('2026-03-08T02:30:00Z')).toBe(Date.UTC(2026, 2, 8, 2, 30));
  });

  test('what is written is read again, to the second and to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (milliseconds) => {
        const instant = milliseconds as Instant;
        expect(at(formatMillis(instant))).toBe(instant);
        expect(at(formatInstant(instant))).toBe(wholeSecond(instant));
        expect(formatInstant(instant)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }),
    );
  });

  test('the day of an id begins at midnight UTC', () => {
    expect(dayOfId('2026-11-22-orders-read-alba')).toBe(at('2026-11-22T00:00:00Z'));
    expect(dayOfId('2026-02-30-orders-read-alba')).toBeUndefined();
    expect(dayOfId('orders-read-alba')).toBeUndefined();
  });
});

describe('durations', () => {
  test.each([
    ['1m', 1],
    ['60m', 60],
    ['720m', 720],
    ['1d', 1440],
    ['3d', 4320],
  ])('%s', (text, minutes) => expect(parseMinutes(text)).toBe(minutes));

  test.each([
    '0m',
    '01m',
    '60',
    'm',
    '-5m',
    '1.5m',
    '60M',
    '1h',
    'PT1H',
    '60m ',
    ' 60m',
    '1d2m',
    '1e3m',
    '9999999m',
  ])('%s is none', (text) => expect(parseMinutes(text)).toBeUndefined());
});

describe('the end', () => {
  const activation = at('2026-11-22T03:10:07Z');

  test('is activation and duration, or the wall if that comes first', () => {
    expect(formatInstant(endOf(activation, 60, at('2026-11-22T09:00:00Z')))).toBe('2026-11-22T04:10:07Z');
    expect(formatInstant(endOf(activation, 60, at('2026-11-22T04:00:00Z')))).toBe('2026-11-22T04:00:00Z');
    expect(formatInstant(endOf(activation, 60, at('2026-11-22T04:10:07Z')))).toBe('2026-11-22T04:10:07Z');
  });

  test('is in force until the millisecond before it', () => {
    const end = at('2026-11-22T04:10:07Z');
    expect(isOver(end, plus(end, -1))).toBe(false);
    expect(isOver(end, end)).toBe(true);
    expect(isOver(end, plus(end, 1))).toBe(true);
  });

  test('is never later than twelve hours after activation, whatever a record says', () => {
    const latest = plus(activation, 12 * hour);
    expect(clampEnd(activation, plus(latest, 1))).toBe(latest);
    expect(clampEnd(activation, at('9999-12-31T23:59:59Z'))).toBe(latest);
    expect(clampEnd(activation, latest)).toBe(latest);
    expect(clampEnd(activation, plus(activation, minute))).toBe(plus(activation, minute));
  });

  test('of any grant is after its activation only while the wall is, and moves with neither approval nor order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 720 }),
        fc.integer({ min: -9000, max: 90_000 }),
        (minutes, left) => {
          const wall = plus(activation, left * 1000);
          const end = endOf(activation, minutes, wall);
          expect(end).toBeLessThanOrEqual(wall);
          expect(end).toBeLessThanOrEqual(plus(activation, minutes * minute));
          expect([wall, plus(activation, minutes * minute)]).toContain(end);
          expect(isOver(end, activation)).toBe(left <= 0);
        },
      ),
    );
  });

  test('the earliest of several is the smallest', () => {
    expect(earliest(activation)).toBe(activation);
    expect(earliest(activation, plus(activation, 1), plus(activation, -1))).toBe(plus(activation, -1));
  });
});
