/** The one clock of the world; waiting moves it on at once. */
import { at, type Instant, plus } from '../../src/grant/lifetime.ts';

export type FakeClock = {
  now(): Instant;
  wait(milliseconds: number): Promise<void>;
  /** `2026-11-22T04:10:00Z`. */
  set(text: string): void;
  pass(milliseconds: number): void;
};

export function fakeClock(from: Instant): FakeClock {
  let now = from;
  const pass = (milliseconds: number) => {
    now = plus(now, milliseconds);
  };
  return {
    now: () => now,
    wait: async (milliseconds) => pass(milliseconds),
    set: (text) => {
      now = at(text);
    },
    pass,
  };
}
