/** Ctrl-C and its like, as the command line is told of them. */
import type { Clock } from '../ports.ts';

export type Interrupts = {
  /** Asks to end: nothing new is begun, children are asked to finish. */
  readonly first: AbortSignal;
  /** Will not wait. */
  readonly again: AbortSignal;
};

/** Terraform has half a minute before it is killed; what was begun is then read back, which has its own limits. */
const longest = 90_000;

/** Resolves when the interrupted command is not waited for any longer; never without an interrupt. */
export async function patienceEnds(
  { first, again }: Interrupts,
  clock: Pick<Clock, 'wait'>,
  hasBegun: () => boolean,
): Promise<void> {
  await aborted(first);
  if (hasBegun()) await Promise.race([aborted(again), clock.wait(longest)]);
}

export function neverInterrupted(): Interrupts {
  return { first: new AbortController().signal, again: new AbortController().signal };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
