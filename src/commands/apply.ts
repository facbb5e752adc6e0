/** `apply`: ends what is over, then opens what HEAD wants. */
import { findRoot } from '../outside/files.ts';
import { type ApplyReport, apply as applyTarget } from '../steps/apply/apply.ts';
import { applyObject, renderApply } from '../view/apply.ts';
import type { Context } from './context.ts';
import { type Exit, exit, worstOf } from './exit.ts';
import { openWorld } from './open-world.ts';
import type { Options } from './options.ts';
import { sweepExit, sweepWarnings } from './sweep.ts';
import { uncommittedWarning } from './uncommitted.ts';

export async function apply({ target = '' }: Options, context: Context): Promise<Exit> {
  const root = findRoot(context.folder);
  const opened = await openWorld(root, target, context);
  if (!opened.ok) {
    context.view.problems(opened.problems);
    context.view.object('apply', { target, problems: opened.problems });
    return exit.refused;
  }
  const { world, archive, caller } = opened.value;
  const aside = await uncommittedWarning(root, world.repository);
  if (aside !== undefined) context.view.warning(aside);
  context.begin();
  const report = await applyTarget(world, archive, caller);
  const problems = [...report.problems, ...report.files];
  const swept = report.swept ? sweepWarnings(report.swept) : [];
  for (const warning of swept) context.view.warning(warning);
  const warnings = [...(aside === undefined ? [] : [aside]), ...swept];
  context.view.problems(problems);
  context.view.object('apply', { target, ...applyObject(report), warnings, problems });
  context.view.result(renderApply(report, { now: world.clock.now(), target, colours: context.view.colours }));
  return exitOf(report);
}

/** Refusals and broken files keep some grants from opening; what could not be closed comes first. */
function exitOf({ swept, problems, files }: ApplyReport): Exit {
  return worstOf([
    swept ? sweepExit(swept) : exit.done,
    problems.some(({ code }) => code === 'BG0706') ? exit.notProvenClosed : exit.done,
    problems.some(({ code }) => code === 'BG0705' || code === 'BG0711' || code.startsWith('BG06'))
      ? exit.failed
      : exit.done,
    problems.some(({ code }) => code !== 'BG0708') ? exit.refused : exit.done,
    files.some(({ severity }) => severity === 'error') ? exit.files : exit.done,
    problems.length > 0 ? exit.signIn : exit.done,
  ]);
}
