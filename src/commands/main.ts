/** One run of the command line, from arguments to exit code. */
import { CommanderError } from 'commander';
import { machineClock } from '../outside/clock.ts';
import { Outage } from '../problem/outage.ts';
import { openView, type View } from '../view/view.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { program } from './program.ts';

export type Process = Pick<NodeJS.Process, 'env' | 'cwd' | 'stdout' | 'stderr'>;

export async function main(args: readonly string[], process: Process): Promise<Exit> {
  let view = viewFor(process, { json: false, color: true });
  try {
    let code: Exit = exit.done;
    const cli = program({
      write: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
      async run(command, options) {
        view = viewFor(process, options);
        code = await command(contextFor(process, view, options));
      },
    });
    await cli.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, view);
  }
}

type Common = { readonly json?: boolean; readonly color?: boolean; readonly chdir?: string };

function viewFor({ env, stdout, stderr }: Process, options: Common): View {
  const plain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || options.color === false;
  return openView({
    stdout,
    stderr,
    clock: machineClock,
    json: options.json === true,
    colour: !plain && stderr.isTTY === true,
  });
}

function contextFor(process: Process, view: View, { chdir }: Common): Context {
  return {
    folder: chdir ?? process.cwd(),
    environment: process.env,
    view,
    clock: machineClock,
    version: toolVersion,
  };
}

declare const BREAKGLASS_VERSION: string;

/** Set by the bundler from package.json. */
const toolVersion = typeof BREAKGLASS_VERSION === 'string' ? BREAKGLASS_VERSION : 'source';

/** Once, at the top: what the world did, what the reader typed, what we did wrong. */
function failed(error: unknown, view: View): Exit {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  const { red, cyan } = view.colours;
  if (error instanceof Outage) {
    view.note(`${red('failed')}: ${error.message}`);
    if (error.hint !== undefined) view.note(`  ${cyan('help')}: ${error.hint}`);
    return exit.failed;
  }
  view.note(
    `${red('bug in breakglass')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  view.note('  please report this, with the command');
  return exit.failed;
}
