/** One child process, bounded in time: interrupted first, killed half a minute later. */
import type { TerraformRun } from '../../ports.ts';
import { codeOf } from './failure.ts';

/** What a child is started with; the environment is the whole one, nothing is inherited. */
export type Child = {
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Record<string, string>;
  /** Milliseconds until the interrupt. */
  readonly limit: number;
  /** Interrupts it as well. */
  readonly interrupted?: AbortSignal | undefined;
};

/** The record of the run, and its standard output alone. `missing`: there is no such program. */
export type Finished = { readonly run: TerraformRun; readonly stdout: string; readonly missing: boolean };

/** Terraform writes its state on SIGINT in under a second; a provider call may hang for longer. */
const patience = 30_000;

/** Never throws: a failure is the same record as a success. */
export async function runChild(child: Child): Promise<Finished> {
  const { execa } = await import('execa');
  const running = execa(child.file, child.args, {
    cwd: child.directory,
    env: child.environment,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    stripFinalNewline: false,
    timeout: child.limit,
    killSignal: 'SIGINT',
    forceKillAfterDelay: patience,
    // A group of its own: Ctrl-C at a terminal would reach Terraform beside our interrupt, and a
    // second one makes it leave without writing its state.
    detached: true,
    ...(child.interrupted === undefined ? {} : { cancelSignal: child.interrupted }),
  });
  const leave = () => void running.kill();
  process.once('exit', leave);
  const result = await running;
  process.off('exit', leave);
  const log = result.exitCode === undefined ? `${result.all}${result.shortMessage ?? ''}\n` : result.all;
  const stopped = result.timedOut || result.isTerminated || result.isCanceled;
  const code = stopped && result.exitCode !== 0 ? 'BG0606' : codeOf(result.exitCode, log);
  const run = {
    command: [child.file, ...child.args].join(' '),
    exitCode: result.exitCode,
    timedOut: result.timedOut,
    milliseconds: Math.round(result.durationMs),
    log,
    ...(code === undefined ? {} : { code }),
  };
  return { run, stdout: result.stdout, missing: result.code === 'ENOENT' };
}
