/** One child process, bounded in time: interrupted first, killed half a minute later. */
import type { WriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import type { TerraformRun } from '../../ports.ts';
import { codeOf } from './failure.ts';
import { patience } from './limits.ts';

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
  /**
   * Where both streams go meanwhile, instead of to us: who writes into a pipe whose reader was killed
   * dies of it, and Terraform would die between a change in AWS and its record in the state.
   */
  readonly logFile?: string | undefined;
  /** Called as soon as there is a process. */
  readonly started?: ((pid: number) => void) | undefined;
};

/** The record of the run, and its standard output alone. `missing`: there is no such program. */
export type Finished = { readonly run: TerraformRun; readonly stdout: string; readonly missing: boolean };

/** Never throws: a failure is the same record as a success. */
export async function runChild(child: Child): Promise<Finished> {
  const result = await ended(child, child.logFile === undefined ? 'pipe' : await opened(child.logFile));
  const said = child.logFile === undefined ? result.all : await taken(child.logFile);
  const log = result.exitCode === undefined ? `${said}${result.shortMessage ?? ''}\n` : said;
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

async function ended(child: Child, output: 'pipe' | WriteStream) {
  const { execa } = await import('execa');
  const running = execa(child.file, child.args, {
    cwd: child.directory,
    env: child.environment,
    extendEnv: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
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
  if (running.pid !== undefined) child.started?.(running.pid);
  // A provider that outlives a killed Terraform would go on by itself, and hold our pipe for ever.
  running.once('exit', () => endGroup(running.pid));
  const leave = () => void running.kill();
  process.once('exit', leave);
  const { all = '', stdout, ...result } = await running;
  process.off('exit', leave);
  if (output !== 'pipe') output.destroy();
  return { ...result, all: String(all), stdout: typeof stdout === 'string' ? stdout : '' };
}

/** Open already: only then the child gets the file itself, and not a pipe to us. */
async function opened(file: string): Promise<WriteStream> {
  return (await open(file, 'w', 0o600)).createWriteStream();
}

function endGroup(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nobody was left in it.
  }
}

async function taken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  await rm(file);
  return text;
}
