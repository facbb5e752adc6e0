/** The status of grants, the most urgent first: for people one line each, for programs with times as text. */
import { formatInstant, type Instant } from '../grant/lifetime.ts';
import type { Live } from '../steps/sweep/decide.ts';
import { armedText, liveObject } from './armed.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';
import { hang } from './wrap.ts';

export type TargetStatus = {
  readonly target: string;
  readonly live: readonly Live[];
  /** `last`: the last ending on record. */
  readonly over: readonly { readonly grant: string; readonly why: string; readonly last: string }[];
  /** Records that could not be read, with the reason. */
  readonly unreadable: readonly string[];
  /** None of the records could be read: what waits for this target is not known either. */
  readonly unread?: boolean;
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

/** Without `width` nothing is broken into lines: what is piped is for programs such as `grep`. */
type Style = { readonly now: Instant; readonly colours: Colours; readonly width: number | undefined };

export function renderStatus({ targets, waiting, broken }: Status, style: Style): string {
  const prose = (text: string) => hang('', text, style.width ?? Number.POSITIVE_INFINITY);
  const lines = targets.flatMap((target) => targetLines(target, style));
  if (targets.length === 0) lines.push(...prose('no archive here: nothing was opened from this folder'));
  else if (lines.length === 0) lines.push(...prose(`nothing is live in ${names(targets)}`));
  lines.push(...waiting.flatMap((one) => waitingLines(one, style)));
  if (broken.length > 0 || targets.some(({ unread }) => unread))
    lines.push('what else is waiting is not known');
  else if (waiting.length === 0) lines.push('nothing is waiting');
  return lines.join('\n');
}

export function statusObject({ targets, waiting, broken }: Status): object {
  return {
    targets: targets.map(({ live, unread: _, ...rest }) => ({
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

function targetLines({ target, live, over, unreadable }: TargetStatus, style: Style): string[] {
  const line = (state: State, text: string) => stateLine(state, text, style);
  return [
    ...unreadable.flatMap((reason) => line('unreadable', `${target}: ${reason}`)),
    ...over.flatMap(({ grant, why, last }) =>
      last === 'closed'
        ? line('closed', `${grant} in ${target}: its denied role is still there`)
        : line(
            'over',
            `${grant} in ${target}: ${why}; not proven closed, run \`breakglass sweep --target ${target}\``,
          ),
    ),
    ...live.flatMap((one) => liveLines(one, target, style)),
  ];
}

function liveLines(one: Live, target: string, style: Style): string[] {
  const armed = armedText(one, style.now);
  return armed === undefined
    ? stateLine('live', `${one.grant} in ${target}, ends ${timeFor(one.end, style.now)}`, style)
    : stateLine('armed', `${one.grant} in ${target}: ${armed}`, style);
}

function waitingLines({ grant, target, person, timeZone, notAfter, again }: Waiting, style: Style): string[] {
  const wall = timeFor(notAfter, style.now, timeZone);
  const once = again ? '; an earlier run made nothing of it, so it opens while its file is unchanged' : '';
  return stateLine('waiting', `${grant} in ${target} for ${person}, never past ${wall}${once}`, style);
}

type State = 'unreadable' | 'over' | 'closed' | 'armed' | 'live' | 'waiting';

/** The colour comes last: what it adds has no width. */
function stateLine(state: State, text: string, { colours, width }: Omit<Style, 'now'>): string[] {
  const paint = {
    unreadable: colours.red,
    over: colours.red,
    armed: colours.yellow,
    live: colours.green,
    closed: plain,
    waiting: plain,
  };
  const [first = '', ...rest] = hang(`${state.padEnd(10)}  `, safe(text), width ?? Number.POSITIVE_INFINITY);
  return [first.replace(state, paint[state]), ...rest];
}

function plain(text: string): string {
  return text;
}

function names(targets: readonly TargetStatus[]): string {
  return targets.map(({ target }) => safe(target)).join(', ');
}
