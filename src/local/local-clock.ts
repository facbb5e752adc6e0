/** The one clock of a drill: it opens at real time and only ever jumps forward. */
import type { Instant } from '../grant/lifetime.ts';
import type { Clock } from '../ports.ts';

export type LocalClock = Clock & {
  /** From now on it is at least `instant`; time goes on from there. An instant that is past changes nothing. */
  jumpTo(instant: Instant): void;
};

/** `base` is the clock that goes on between the jumps. */
export function localClock(base: Clock): LocalClock {
  let ahead = 0;
  return {
    now: () => (base.now() + ahead) as Instant,
    wait: (milliseconds) => base.wait(milliseconds),
    jumpTo(instant) {
      ahead = Math.max(ahead, instant - base.now());
    },
  };
}
