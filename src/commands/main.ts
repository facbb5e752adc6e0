/** One run of the command line, from arguments to exit code. */
import { resolve } from 'node:path';
import { typedLine } from '../outside/ask.ts';
import { machineClock } from '../outside/clock.ts';
import { existingFolder } from '../outside/files.ts';
import { openView, type View } from '../view/view.ts';
import type { Context } from './context.ts';
import { type Declaration, unchanged } from './declaration.ts';
import { type Exit, exit } from './exit.ts';
import { commandNamed, failureOf } from './failed.ts';
import { type Interrupts, neverInterrupted, patienceEnds } from './interrupt.ts';
import type { Options } from './options.ts';
import { program } from './program.ts';
import { toolVersion } from './version.ts';

export { watchOutput } from './output.ts';

export type Process = Pick<NodeJS.Process, 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr'>;

/** What is being run, as far as it is known; the words after an interrupt depend on it. */
type Chosen = { declaration?: Declaration; options: Options; begun: boolean };

export async function main(
  args: readonly string[],
  process: Process,
  interrupts: Interrupts = neverInterrupted(),
): Promise<Exit> {
  const view = viewFor(process, args);
  const chosen: Chosen = { options: {}, begun: false };
  const running = run(args, { process, view, chosen, interrupted: interrupts.first });
  const hasBegun = () => {
    if (chosen.begun) view.note('stopping: what was begun is finished first; Ctrl-C again leaves at once');
    return chosen.begun;
  };
  const code = await Promise.race([running, patienceEnds(interrupts, machineClock, hasBegun)]);
  if (!interrupts.first.aborted) return code ?? exit.interrupted;
  view.failure(chosen.declaration?.name ?? null, { kind: 'interrupted', error: leftBy(chosen) });
  // A layer that was found open is the first thing that somebody must know, also of a run that was stopped.
  return code === exit.notProvenClosed ? code : exit.interrupted;
}

type Running = {
  readonly process: Process;
  readonly view: View;
  readonly chosen: Chosen;
  readonly interrupted: AbortSignal;
};

/** Never throws. */
async function run(args: readonly string[], running: Running): Promise<Exit> {
  const { process, view, chosen, interrupted } = running;
  try {
    return await runCommand(args, contextFor(running), {
      write: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
      chosen,
    });
  } catch (error) {
    // What an interrupt breaks off is no failure of its own.
    if (interrupted.aborted) return exit.interrupted;
    const command = chosen.declaration?.name ?? commandNamed(args);
    const { code, failure } = failureOf(error, command);
    if (failure) view.failure(command, failure);
    return code;
  }
}

function contextFor({ process, view, chosen, interrupted }: Running): Context {
  return {
    folder: process.cwd(),
    environment: process.env,
    view,
    clock: machineClock,
    version: toolVersion,
    answer: () => typedLine(process.stdin),
    interrupted,
    begin() {
      chosen.begun = true;
    },
    command: runCommand,
  };
}

type Outlet = { readonly write: Parameters<typeof program>[0]['write']; readonly chosen: Chosen };

async function runCommand(args: readonly string[], context: Context, outlet?: Outlet): Promise<Exit> {
  let code: Exit = exit.done;
  const cli = program({
    write: outlet?.write ?? { out: context.view.result, err: context.view.note },
    async run(declaration, words, options) {
      if (outlet) Object.assign(outlet.chosen, { declaration, options });
      const command = await declaration.load();
      code = await command(words, options, { ...context, folder: folderOf(context, options) });
    },
  });
  await cli.parseAsync([...args], { from: 'user' });
  return code;
}

function folderOf({ folder }: Context, { chdir }: Options): string {
  return chdir === undefined ? folder : existingFolder(resolve(folder, chdir));
}

/** Known before the line is understood: also a line that is not is answered in the form that was asked for. */
function viewFor({ env, stdout, stderr }: Process, args: readonly string[]): View {
  const flags = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || flags.includes('--no-color');
  return openView({ stdout, stderr, clock: machineClock, json: flags.includes('--json'), colour: !plain });
}

function leftBy({ declaration, options, begun }: Chosen): { message: string; hint: string } {
  const { left, next } = (begun ? declaration?.interrupted : undefined) ?? unchanged;
  return { message: left, hint: next.replace('{target}', options.target ?? '') };
}
