/** The clock of a drill only goes forward. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, hour, type Instant, minute, plus } from '../../../src/grant/lifetime.ts';
import { localClock } from '../../../src/local/local-clock.ts';

const opened = at('2026-11-22T03:00:00Z');

test('it opens at the time of its base, and time goes on after a jump', () => {
  const base = clockAt(opened);
  const clock = localClock(base);
  expect(clock.now()).toBe(opened);
  clock.jumpTo(plus(opened, hour));
  expect(clock.now()).toBe(plus(opened, hour));
  base.pass(minute);
  expect(clock.now()).toBe(plus(opened, hour + minute));
});

test('whatever it is told, it never goes back', () => {
  const steps = fc.array(fc.record({ jump: fc.integer({ min: -hour, max: hour }), pass: fc.nat(minute) }));
  fc.assert(
    fc.property(steps, (all) => {
      const base = clockAt(opened);
      const clock = localClock(base);
      for (const { jump, pass } of all) {
        const before = clock.now();
        const wanted = plus(before, jump);
        clock.jumpTo(wanted);
        expect(clock.now()).toBe(Math.max(before, wanted));
        base.pass(pass);
        expect(clock.now()).toBe(Math.max(before, wanted) + pass);
      }
    }),
  );
});

function clockAt(start: Instant) {
  let now: number = start;
  return {
    now: () => now as Instant,
    wait: async () => undefined,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
