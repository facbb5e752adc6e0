/** `drill`: runs the commands of breakglass in a copy of the repository, on a local AWS. */

import { inBuckets, inFolder } from '../local/drill/copy.ts';
import { type DrillOptions, drill as runDrill } from '../local/drill/drill.ts';
import type { LocalClock } from '../local/local-clock.ts';
import { findRoot } from '../outside/files.ts';
import { openView } from '../view/view.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';

/** What the imitation cannot show, said at the end of every drill. */
const limits = [
  'the local AWS does not judge conditions: dates, second factor, rows and networks are not tried here',
  'its answers are immediate; AWS takes seconds to minutes to spread a change of IAM',
  'the schedule names a function that is not part of this version; the sweep ends the grants',
  'database access is policy and opening in this version: no login is made and no session is opened',
];

export async function drill(
  { keep = false, s3 = false, stay = false }: Options,
  context: Context,
): Promise<Exit> {
  const { view, clock, environment, version } = context;
  context.begin();
  const began = clock.now();
  const root = findRoot(context.folder);
  const storage = s3 ? inBuckets : inFolder;
  const result = await runDrill({
    root,
    view,
    keep,
    stay,
    storage,
    version,
    environment,
    ...commandsOf(context),
  });
  const seconds = Math.round((clock.now() - began) / 1000);
  view.object('drill', { ...result, seconds, limits });
  view.result(`\nthe whole life of the grants in ${seconds} s; what a local AWS cannot show:`);
  for (const limit of limits) view.result(`  - ${limit}`);
  return exit.done;
}

/**
 * The commands that the drill runs in its copy. An interrupt reaches the one under way at once and
 * the drill when that has ended: Terraform must not lose its folder and its AWS before it is done.
 */
function commandsOf(context: Context): Pick<DrillOptions, 'run' | 'interrupted'> {
  const stopped = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const stop = async () => {
    await Promise.race([running, context.clock.wait(longest)]).catch(() => undefined);
    stopped.abort();
  };
  context.interrupted.addEventListener('abort', () => void stop(), { once: true });
  return {
    interrupted: stopped.signal,
    run(args, folder, clock) {
      const run = runCommand(args, { ...context, folder, clock });
      running = run;
      return run;
    },
  };
}

/** Terraform is killed half a minute after its interrupt. */
const longest = 40_000;

/** The command as it is, with what it prints kept for the step that ran it. */
async function runCommand(
  args: readonly string[],
  context: Context & { readonly clock: LocalClock },
): Promise<{ exitCode: number; lines: string[]; notes: string[] }> {
  const out: string[] = [];
  const notes: string[] = [];
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) });
  const view = openView({
    stdout: into(out),
    stderr: into(notes),
    clock: context.clock,
    json: false,
    colour: false,
  });
  const exitCode = await context.command(args, { ...context, view });
  return { exitCode, lines: linesOf(out), notes: linesOf(notes) };
}

function linesOf(texts: readonly string[]): string[] {
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}
