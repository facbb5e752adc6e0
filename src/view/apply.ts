/** What apply opened, kept and refused, for people and for programs. */
import { at, type Instant } from '../grant/lifetime.ts';
import type { ApplyReport } from '../steps/apply/apply.ts';
import type { Live } from '../steps/sweep/decide.ts';
import { armedText } from './armed.ts';
import { safe } from './safe.ts';
import { renderSweep, sweepObject } from './sweep.ts';
import { timeFor } from './times.ts';
import type { Colours } from './view.ts';

/** Said whenever something was opened, until approvals are part of the product. */
const unproven = 'approvals were not proven: this version opens access in local targets only';

export function renderApply(
  { swept, opened, choice, problems }: ApplyReport,
  style: { readonly now: Instant; readonly target: string; readonly colours: Colours },
): string {
  const { green, yellow } = style.colours;
  const ended = swept !== undefined && swept.conclusions.length + swept.strays > 0;
  const lines = ended ? [renderSweep({ ...swept, live: [] }, style)] : [];
  for (const { opening, warrant } of opened) {
    const { grant } = opening;
    const until = timeFor(at(warrant.end), style.now, grant.person.timeZone);
    lines.push(`${green('opened')}  ${safe(`${grant.id} for ${grant.person.name}, until ${until}`)}`);
  }
  for (const id of choice.kept) lines.push(safe(keptLine(id, swept?.live ?? [], style.now)));
  if (opened.length > 0) lines.push(yellow(unproven), 'next: breakglass status');
  else if (!problems.some(({ code }) => code === 'BG0711')) lines.push('nothing was opened');
  return lines.join('\n');
}

/** Kept as its warrant says; armed by a run that may still be at work, or was killed. */
function keptLine(id: string, live: readonly Live[], now: Instant): string {
  const found = live.find(({ grant }) => grant === id);
  const armed = found && armedText(found, now);
  return armed === undefined ? `kept    ${id}` : `kept    ${id}: armed ${armed}`;
}

export function applyObject({ commit, swept, opened, choice }: ApplyReport): object {
  return {
    commit: commit ?? null,
    approvals: 'not proven',
    swept: swept ? sweepObject(swept) : null,
    opened: opened.map(({ warrant }) => ({
      grant: warrant.grant,
      activation: warrant.activation,
      end: warrant.end,
      meaningDigest: warrant.meaningDigest,
    })),
    ...choice,
  };
}
