/** What refuses a whole run of apply: before anything is looked at, and right before its plan is applied. */
import type { Genesis, Warrant } from '../../archive/records.ts';
import { type Instant, minute, parseInstant, plus, second } from '../../grant/lifetime.ts';
import type { Caller, Repository, Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Problem } from '../../problem/problem.ts';

const furthestClock = 30 * second;

/** Until approvals are proven, access is opened in a local AWS only. */
export function refuseTarget({ target, endpoint }: Genesis): Problem[] {
  if (endpoint !== null) return [];
  return [
    {
      code: 'BG0704',
      severity: 'error',
      message: `approvals are not proven, so nothing is opened in \`${target}\``,
      hint: 'this version opens access in local targets only',
    },
  ];
}

/** Evidence that can be deleted is none: nothing is opened on it. Ending never asks. */
export async function refuseUnprotected({ place, protection }: Store, genesis: Genesis): Promise<Problem[]> {
  if (genesis.archive.kind === 'directory') return [];
  const faults = (await protection?.place(genesis.archive.retentionDays)) ?? ['nothing protects it'];
  return faults.map((fault) => ({ code: 'BG0806', severity: 'error', message: `${place}: ${fault}` }));
}

/** The account's clock judges the window; a machine that disagrees would plan another one. */
export function refuseClock({ offsetMs, uncertaintyMs }: Caller['clock']): Problem[] {
  if (Math.abs(offsetMs) <= furthestClock + uncertaintyMs) return [];
  const by = `${Math.round(Math.abs(offsetMs) / second)} s ${offsetMs > 0 ? 'behind' : 'ahead of'}`;
  return [
    {
      code: 'BG0702',
      severity: 'error',
      message: `the clock of this machine is ${by} the clock of AWS`,
      hint: 'set the clock; ending access goes on working meanwhile',
    },
  ];
}

/** The commit must be the one that was applied last, or a later one. What git cannot say is refused. */
export async function refuseCommit(
  repository: Repository,
  commit: string,
  last: string | undefined,
): Promise<Problem[]> {
  if (last === undefined) return [];
  const later = await repository.descends(commit, last);
  if (later === true) return [];
  const [short, known] = [commit.slice(0, 12), last.slice(0, 12)];
  return [
    {
      code: 'BG0703',
      severity: 'error',
      message:
        later === false
          ? `commit ${short} does not descend from ${known}, which was applied last`
          : `this clone does not hold ${known}, the commit that was applied last`,
      hint: 'run at the newest commit of the default branch, in a full clone',
    },
  ];
}

/** Terraform holds the state's lock so long after it was started: from `applyBy` on, whoever can take it may give the warrants up. */
const startTime = minute;

/** A plan that waited for too long is not applied: its warrants may be given up at any moment. */
export function refuseLate(now: Instant, warrants: readonly Warrant[]): void {
  const applyBy = parseInstant(warrants[0]?.applyBy ?? '');
  if (applyBy !== undefined && now < plus(applyBy, -startTime)) return;
  throw new Outage('planning took too long; nothing was applied', {
    hint: `run apply again after ${warrants[0]?.applyBy}: it opens them anew, inside their walls`,
  });
}
