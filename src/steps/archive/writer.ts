/** Who writes to an archive, by which clock, with which program. */
import type { Actor, Entry } from '../../archive/records.ts';
import { formatMillis, type Instant, plus } from '../../grant/lifetime.ts';

export type Writer = {
  readonly actor: Actor;
  /** How far the machine's clock was from AWS's, as the entry will say; `offsetMs` is added to `now`. */
  readonly clock: Entry['clock'];
  readonly toolVersion: string;
  now(): Instant;
  wait(milliseconds: number): Promise<void>;
  /** Random bytes, so that writers who lost a race do not meet again. */
  random(count: number): Uint8Array;
};

/** The instant by the corrected clock. */
export function correctedNow(writer: Writer): Instant {
  return plus(writer.now(), writer.clock.offsetMs);
}

/** The same as text, to the millisecond. */
export function stamp(writer: Writer): string {
  return formatMillis(correctedNow(writer));
}
