/** `sweep`: ends what is over. Needs no file of the repository, and is stopped by none. */
import type { Instant } from '../grant/lifetime.ts';
import type { Archive } from '../steps/archive/archive.ts';
import { look } from '../steps/sweep/look.ts';
import { type SweepReport, sweep as sweepTarget } from '../steps/sweep/sweep.ts';
import { withdrawnGrants } from '../steps/withdrawn.ts';
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
  const withdrawn = await withdrawnNow(opened.value);
  if (withdrawn.warning !== undefined) context.view.warning(withdrawn.warning);
  if (dryRun) return preview(opened.value, withdrawn.grants, context);
  context.begin();
  const report = await sweepTarget(world, archive, withdrawn.grants);
  return show(report, withdrawn.warning, { target, context, now: world.clock.now() });
}

async function withdrawnNow({ world, archive }: OpenWorld) {
  const { grants } = await archive.unfinished();
  const warrants = [...grants.values()].flatMap((records) => records.warrants.slice(-1));
  return withdrawnGrants(world.repository, warrants, await lastCommit(archive));
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
  withdrawn: ReadonlyMap<string, string>,
  { view }: Context,
): Promise<Exit> {
  const { decision, sweepings } = await look(world, archive, withdrawn);
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
  warning: string | undefined,
  { target, context: { view }, now }: { target: string; context: Context; now: Instant },
): Exit {
  const { problems } = report;
  const unread = unreadWarnings(report);
  for (const one of unread) view.warning(one);
  const warnings = [...(warning === undefined ? [] : [warning]), ...unread];
  view.problems(problems);
  view.object('sweep', { target, ...sweepObject(report), warnings, problems });
  view.result(renderSweep(report, { now, target, colours: view.colours }));
  return sweepExit(report);
}

/** A damaged archive keeps nobody from ending, and must not pass unseen. */
export function unreadWarnings({ unread }: SweepReport): string[] {
  return unread.map((what) => `not readable: ${what}; what stands there ends at the time in its role's tag`);
}

export function sweepExit({ conclusions, problems, unread }: SweepReport): Exit {
  if (conclusions.some(({ state }) => state === 'residual')) return exit.notProvenClosed;
  const leftover = conclusions.some(({ state }) => state === 'leftover');
  return leftover || problems.length + unread.length > 0 ? exit.failed : exit.done;
}
