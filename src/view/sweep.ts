/** What a sweep did, for people and for programs. */
import { at, type Instant } from '../grant/lifetime.ts';
import type { Conclusion } from '../steps/sweep/conclude.ts';
import type { Receipt } from '../steps/sweep/probe.ts';
import type { SweepReport } from '../steps/sweep/sweep.ts';
import { safe } from './safe.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';
import { plural } from './words.ts';

type Style = { readonly now: Instant; readonly colours: Colours };

export function renderSweep({ conclusions, live, strays }: SweepReport, style: Style): string {
  const lines = conclusions.map((conclusion) => renderConclusion(conclusion, style));
  if (strays > 0) lines.push(`${plural(strays, 'opening')} without any grant closed`);
  if (lines.length === 0) lines.push('nothing is over');
  lines.push(...live.map(({ grant, end }) => `live    ${grant}, ends ${timeFor(end, style.now)}`));
  return lines.join('\n');
}

export function sweepObject({ conclusions, live, strays }: SweepReport): object {
  return {
    live: live.map(({ grant, end }) => ({ grant, end: new Date(end).toISOString() })),
    conclusions,
    strays,
  };
}

function renderConclusion(conclusion: Conclusion, { now, colours }: Style): string {
  const { grant, why } = conclusion;
  switch (conclusion.state) {
    case 'closed':
      return `${colours.green('closed')}  ${grant}: ${safe(why)}\n${renderReceipt(conclusion.receipt)}`;
    case 'settling':
      return `${colours.yellow('denied')}  ${grant}: ${safe(why)}; settling, looked at again by a sweep after ${timeFor(at(conclusion.until), now)}`;
    case 'residual':
      return [
        `${colours.red('NOT PROVEN CLOSED')}  ${grant}: ${safe(why)}`,
        ...conclusion.open.map((one) => `    ${safe(one)}`),
        '    tried again by every sweep; run `breakglass sweep` now',
      ].join('\n');
    case 'removed':
      return `removed ${grant}: its denied role is gone as well`;
    case 'leftover':
      return `closed  ${grant}, but not all removed: ${safe(conclusion.left.join('; '))}`;
  }
}

/** Per layer: what AWS answered, and who ended it, when, and how late. */
function renderReceipt({ layers, provenAt }: Receipt): string {
  const lines = layers.flatMap(({ layer, name, endedBy, at: when, lateMs, says }) => [
    `    ${layer.padEnd(9)} ${safe(name)}: ${safe(says)}`,
    `              ended ${when.slice(11, 19)} by ${safe(endedBy)}, ${(lateMs / 1000).toFixed(1)} s late`,
  ]);
  return [...lines, `    proven    ${provenAt.slice(11, 19)} UTC`].join('\n');
}
