/** Who approved a grant, and who does not count: for people one line each, with what to do. */
import type { Opinion, Verdict } from '../approval/verdict.ts';
import { formatInstant, type Instant } from '../grant/lifetime.ts';
import { safe } from './safe.ts';
import { momentFor } from './times.ts';
import type { Colours } from './view.ts';
import { hang } from './wrap.ts';

type Style = { readonly now: Instant; readonly colours: Colours; readonly width: number | undefined };

export function renderApprovals(grant: string, verdict: Verdict, style: Style): string {
  const { green, red, bold } = style.colours;
  const { finding, people } = verdict;
  const state = finding === undefined ? green('approved') : red('not approved');
  const head = `${bold(safe(grant))}: ${state}`;
  const why = finding === undefined ? [] : prose('  ', `${finding.says}: ${finding.repair}`, style);
  return [head, ...why, ...people.flatMap((one) => opinionLines(one, style))].join('\n');
}

export function approvalsObject({ people, finding, ...verdict }: Verdict): object {
  return { ...verdict, finding: finding ?? null, people: people.map(opinionObject) };
}

function opinionObject({ said, finding, ...one }: Opinion): object {
  const { decision = null, at } = said ?? {};
  return {
    ...one,
    decision,
    at: at === undefined ? null : formatInstant(at),
    counts: finding === undefined,
    finding: finding ?? null,
  };
}

function opinionLines({ who, way, said, finding }: Opinion, style: Style): string[] {
  const { green, red } = style.colours;
  const mark = finding === undefined ? green('+') : red('-');
  const when = said === undefined ? '' : `, ${momentFor(said.at, style.now)}`;
  const text = `${who}, by ${way}${when}${finding === undefined ? '' : `: does not count: ${finding.says}`}`;
  const [first = '', ...rest] = prose('  + ', text, style);
  return [first.replace('+', mark), ...rest, ...(finding ? prose('    help: ', finding.repair, style) : [])];
}

function prose(head: string, text: string, { width }: Style): string[] {
  return hang(head, safe(text), width ?? Number.POSITIVE_INFINITY);
}
