/** The machine's clock: the only place that may ask the machine what time it is. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../grant/lifetime.ts';
import type { Clock } from '../ports.ts';

export const machineClock: Clock = {
  now: () => Date.now() as Instant,
  wait: (milliseconds) => pause(milliseconds),
};
