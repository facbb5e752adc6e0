/** The status of grants, the most urgent first: for people one line each, for programs with times as text. */
import { formatInstant, type Instant } from '../grant/lifetime.ts';
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
  readonly timeZone: string | undefined;
  readonly notAfter: Instant;
};

export type Status = {
  /** Those that have an archive here. */
  readonly targets: readonly TargetStatus[];
  readonly waiting: readonly Waiting[];
  /** Files with errors: what they ask for is not among `waiting`. */
  readonly broken: readonly string[];
};

type Style = { readonly now: Instant; readonly colours: Colours };

export function renderStatus({ targets, waiting, broken }: Status, style: Style): string {
  const lines = targets.flatMap((target) => targetLines(target, style));
  if (targets.length === 0) lines.push('no archive here: nothing was opened from this folder');
  else if (lines.length === 0) lines.push(`nothing is live in ${names(targets)}`);
  lines.push(...waiting.map((one) => waitingLine(one, style)));
  const unread = targets.some(({ unreadable }) => unreadable.length > 0);
  if (broken.length > 0 || unread) lines.push('what else is waiting is not known');
  else if (waiting.length === 0) lines.push('nothing is waiting');
  return lines.join('\n');
}

export function statusObject({ targets, waiting, broken }: Status): object {
  return {
    targets: targets.map(({ live, ...rest }) => ({
      ...rest,
      live: live.map(({ grant, end }) => ({ grant, end: formatInstant(end) })),
    })),
    waiting: waiting.map(({ grant, target, person, notAfter }) => ({
      grant,
      target,
      person,
      notAfter: formatInstant(notAfter),
    })),
    broken,
  };
}

function targetLines({ target, live, over, unreadable }: TargetStatus, { now, colours }: Style): string[] {
  const line = (state: string, text: string) => `${state}  ${safe(text)}`;
  return [
    ...unreadable.map((reason) => line(colours.red('unreadable'), `${target}: ${reason}`)),
    ...over.map(({ grant, why, last }) =>
      last === 'closed'
        ? line('closed    ', `${grant} in ${target}: its denied role is still there`)
        : line(
            colours.red('over      '),
            `${grant} in ${target}: ${why}; not proven closed, run \`breakglass sweep --target ${target}\``,
          ),
    ),
    ...live.map(({ grant, end }) =>
      line(colours.green('live      '), `${grant} in ${target}, ends ${timeFor(end, now)}`),
    ),
  ];
}

function waitingLine({ grant, target, person, timeZone, notAfter }: Waiting, { now }: Style): string {
  const wall = timeFor(notAfter, now, timeZone);
  return `waiting     ${safe(`${grant} in ${target} for ${person}, never past ${wall}`)}`;
}

function names(targets: readonly TargetStatus[]): string {
  return targets.map(({ target }) => safe(target)).join(', ');
}
