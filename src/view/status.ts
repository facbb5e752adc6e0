/** The status of grants, the most urgent first: for people one line each, for programs with times as text. */
import { formatInstant, type Instant } from '../grant/lifetime.ts';
import type { Live } from '../steps/sweep/decide.ts';
import { armedText, liveObject } from './armed.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';

export type TargetStatus = {
  readonly target: string;
  readonly live: readonly Live[];
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
  /** An earlier run made nothing of it. */
  readonly again?: true;
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
  if (broken.length > 0) lines.push('what else is waiting is not known');
  else if (waiting.length === 0) lines.push('nothing is waiting');
  return lines.join('\n');
}

export function statusObject({ targets, waiting, broken }: Status): object {
  return {
    targets: targets.map(({ live, ...rest }) => ({
      ...rest,
      live: live.map(liveObject),
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
    ...live.map((one) => {
      const armed = armedText(one, now);
      return armed === undefined
        ? line(colours.green('live      '), `${one.grant} in ${target}, ends ${timeFor(one.end, now)}`)
        : line(colours.yellow('armed     '), `${one.grant} in ${target}: ${armed}`);
    }),
  ];
}

function waitingLine({ grant, target, person, timeZone, notAfter, again }: Waiting, { now }: Style): string {
  const wall = timeFor(notAfter, now, timeZone);
  const once = again ? '; an earlier run made nothing of it, so it opens while its file is unchanged' : '';
  return `waiting     ${safe(`${grant} in ${target} for ${person}, never past ${wall}${once}`)}`;
}

function names(targets: readonly TargetStatus[]): string {
  return targets.map(({ target }) => safe(target)).join(', ');
}
