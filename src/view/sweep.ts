/** What a sweep did, for people and for programs. */
import { at, type Instant } from '../grant/lifetime.ts';
import type { Conclusion } from '../steps/sweep/conclude.ts';
import type { Live } from '../steps/sweep/decide.ts';
import type { Receipt } from '../steps/sweep/receipt.ts';
import type { SweepReport } from '../steps/sweep/sweep.ts';
import { armedText, liveObject } from './armed.ts';
import { safe } from './safe.ts';
import { lateness, momentFor, timeFor } from './times.ts';
import type { Colours } from './view.ts';
import { plural } from './words.ts';

type Style = { readonly now: Instant; readonly target: string; readonly colours: Colours };

export function renderSweep({ conclusions, live, strays }: SweepReport, style: Style): string {
  const lines = conclusions.map((conclusion) => renderConclusion(conclusion, style));
  if (strays > 0) lines.push(`${plural(strays, 'opening')} without any grant closed`);
  if (lines.length === 0) lines.push('nothing is over');
  lines.push(...live.map((one) => liveLine(one, style.now)));
  return lines.join('\n');
}

export function sweepObject({ conclusions, live, strays }: SweepReport): object {
  return {
    live: live.map(liveObject),
    conclusions,
    strays,
  };
}

function liveLine(live: Live, now: Instant): string {
  const armed = armedText(live, now);
  return safe(
    armed === undefined
      ? `live    ${live.grant}, ends ${timeFor(live.end, now)}`
      : `armed   ${live.grant}: ${armed}`,
  );
}

function renderConclusion(conclusion: Conclusion, style: Style): string {
  const { green, yellow, red } = style.colours;
  const grant = safe(conclusion.grant);
  const why = safe(conclusion.why);
  switch (conclusion.state) {
    case 'closed':
      return `${green('closed')}  ${grant}: ${why}\n${renderReceipt(conclusion.receipt, style.now)}`;
    case 'settling':
      return `${yellow('denied')}  ${grant}: ${why}; settling, looked at again by a sweep after ${timeFor(at(conclusion.until), style.now)}`;
    case 'residual':
      return [
        `${red('NOT PROVEN CLOSED')}  ${grant}: ${why}`,
        ...conclusion.open.map((one) => `    ${safe(one)}`),
        `    tried again by every sweep; next: breakglass sweep --target ${safe(style.target)}`,
      ].join('\n');
    case 'applied':
      return `${green('live')}    ${grant}: ${why}`;
    case 'abandoned':
      return `${yellow('given up')}  ${grant}: ${why}; \`breakglass apply\` opens it anew while its file is unchanged`;
    case 'removed':
      return `removed ${grant}: its denied role is gone as well`;
    case 'leftover':
      return `closed  ${grant}, but not all removed: ${safe(conclusion.left.join('; '))}`;
  }
}

type Ended = NonNullable<Receipt['layers'][number]['ended']>;

/** Per layer: what AWS answered, and who ended it, when, and how late. */
export function renderReceipt(
  { layers, provenAt }: Pick<Receipt, 'layers' | 'provenAt'>,
  now: Instant,
): string {
  const lines = layers.flatMap(({ layer, name, says, ended }) => [
    `    ${layer.padEnd(9)} ${safe(name)}: ${safe(says)}`,
    ...(ended ? [`              ${endedText(ended, now)}`] : []),
  ]);
  return [...lines, `    proven    ${momentFor(at(provenAt), now)}`].join('\n');
}

function endedText({ by, at: when, lateMs }: Ended, now: Instant): string {
  return `ended ${momentFor(at(when), now)} by ${safe(by)}, ${lateness(lateMs)} late`;
}
