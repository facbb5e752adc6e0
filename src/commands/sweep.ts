/** `sweep`: ends what is over. Needs no file of the repository, and is stopped by none. */
import type { Instant } from '../grant/lifetime.ts';
import type { Archive } from '../steps/archive/archive.ts';
import { look } from '../steps/sweep/look.ts';
import { type SweepReport, sweep as sweepTarget } from '../steps/sweep/sweep.ts';
import { type Withdrawing, withdrawnGrants } from '../steps/withdrawn.ts';
import { safe } from '../view/safe.ts';
import { renderSweep, sweepObject } from '../view/sweep.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { type OpenWorld, openWorld } from './open-world.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';

export async function sweep({ target = '', dryRun }: Options, context: Context): Promise<Exit> {
  const opened = await openWorld(endingRoot(context.folder), target, context);
  if (!opened.ok) {
    context.view.problems(opened.problems);
    context.view.object('sweep', { target, problems: opened.problems });
    return exit.refused;
  }
  const { world, archive } = opened.value;
  const withdrawing: Withdrawing = async (warrants) =>
    withdrawnGrants(world.repository, warrants, await lastCommit(archive));
  if (dryRun) return preview(opened.value, withdrawing, context);
  context.begin();
  const report = await sweepTarget(world, archive, withdrawing);
  return show(report, { target, context, now: world.clock.now() });
}

/** An archive that cannot say which commit was applied last must not keep anything from ending. */
async function lastCommit(archive: Archive): Promise<string | undefined> {
  return archive.lastTrusted().then(
    (trusted) => trusted?.commit,
    () => undefined,
  );
}

async function preview(
  { world, archive }: OpenWorld,
  withdrawing: Withdrawing,
  { view }: Context,
): Promise<Exit> {
  const { decision, sweepings, warning } = await look(world, archive, withdrawing);
  if (warning !== undefined) view.warning(warning);
  const due = sweepings.work.map(({ over, deny, close, remove }) => ({
    grant: over.grant,
    why: over.why,
    deny,
    close: close.map(({ ruleId }) => ruleId),
    remove,
  }));
  view.object('sweep', {
    target: world.target,
    dryRun: true,
    live: decision.live.map(({ grant }) => grant),
    due,
  });
  for (const one of due) view.result(safe(`would end ${one.grant}: ${one.why}`));
  view.result(due.length === 0 ? 'nothing is over' : 'nothing was changed');
  return exit.done;
}

function show(
  report: SweepReport,
  { target, context: { view }, now }: { target: string; context: Context; now: Instant },
): Exit {
  const { problems } = report;
  const warnings = sweepWarnings(report);
  for (const one of warnings) view.warning(one);
  view.problems(problems);
  view.object('sweep', { target, ...sweepObject(report), warnings, problems });
  view.result(renderSweep(report, { now, target, colours: view.colours }));
  return sweepExit(report);
}

/** A damaged archive keeps nobody from ending, and must not pass unseen. */
export function sweepWarnings({ unread, warning }: SweepReport): string[] {
  const words = (what: string) =>
    `not readable: ${what}; what stands there ends at the time in its role's tag`;
  return [...(warning === undefined ? [] : [warning]), ...unread.map(words)];
}

export function sweepExit({ conclusions, problems, unread }: SweepReport): Exit {
  if (conclusions.some(({ state }) => state === 'residual')) return exit.notProvenClosed;
  const leftover = conclusions.some(({ state }) => state === 'leftover');
  return leftover || problems.length + unread.length > 0 ? exit.failed : exit.done;
}
