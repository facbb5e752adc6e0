/** What follows from AWS's clock: the clock that decides, and the reading that records carry. */
import { plus } from '../grant/lifetime.ts';
import type { Caller, Clock } from '../ports.ts';

/** A grant is over when either clock says so; one second of doubt is the resolution of AWS's answer. */
export function correctedClock(machine: Clock, { offsetMs, uncertaintyMs }: Caller['clock']): Clock {
  const ahead = offsetMs > uncertaintyMs ? offsetMs : 0;
  return { now: () => plus(machine.now(), ahead), wait: (milliseconds) => machine.wait(milliseconds) };
}

/** A difference within the doubt of the answer (whole seconds, and the way there and back) is none. */
export function readingOf({ offsetMs, uncertaintyMs }: Caller['clock']): Caller['clock'] {
  return { offsetMs: Math.abs(offsetMs) <= uncertaintyMs ? 0 : offsetMs, uncertaintyMs };
}
