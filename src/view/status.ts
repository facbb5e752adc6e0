/** The status of grants for people: one line each, the most urgent first. */
import type { Instant } from '../grant/lifetime.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';

export type TargetStatus = {
  readonly target: string;
  readonly live: readonly { readonly grant: string; readonly end: Instant }[];
  /** `last`: the last ending on record. */
  readonly over: readonly { readonly grant: string; readonly why: string; readonly last: string }[];
  /** Records that could not be read, with the reason. */
  readonly unreadable: readonly string[];
};

export type Waiting = {
  readonly grant: string;
  readonly target: string;
  readonly person: string;
  readonly notAfter: Instant;
};

export function renderStatus(
  targets: readonly TargetStatus[],
  waiting: readonly Waiting[],
  style: { readonly now: Instant; readonly colours: Colours },
): string {
  const lines = [
    ...targets.flatMap((target) => targetLines(target, style)),
    ...waiting.map((one) => waitingLine(one, style)),
  ];
  return lines.length === 0 ? 'nothing is live and nothing is waiting' : lines.join('\n');
}

function targetLines(
  { target, live, over, unreadable }: TargetStatus,
  { now, colours: { red, green, yellow } }: { now: Instant; colours: Colours },
): string[] {
  return [
    ...unreadable.map((reason) => `${red('unreadable')}  ${target}: ${safe(reason)}`),
    ...over.map(({ grant, why, last }) => {
      const state =
        last === 'closed'
          ? `${'closed'.padEnd(10)}  ${grant}: its denied role is still there`
          : `${red('over'.padEnd(10))}  ${grant}: ${safe(why)}; not proven closed`;
      return last === 'closed' ? state : `${state}, run ${yellow(`breakglass sweep --target ${target}`)}`;
    }),
    ...live.map(
      ({ grant, end }) => `${green('live'.padEnd(10))}  ${grant} in ${target}, ends ${timeFor(end, now)}`,
    ),
  ];
}

function waitingLine({ grant, target, person, notAfter }: Waiting, { now }: { now: Instant }): string {
  return `${'waiting'.padEnd(10)}  ${grant} in ${target} for ${safe(person)}, never past ${timeFor(notAfter, now)}`;
}
