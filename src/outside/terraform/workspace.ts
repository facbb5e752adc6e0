/** What one target's runs share, the folder of this one, and the one way in which Terraform is started in it. */
import { basename, join } from 'node:path';
import type { Progress } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { machineClock } from '../clock.ts';
import { type Environment, terraformEnvironment } from './environment.ts';
import { outageOf } from './failure.ts';
import { makeFolder } from './folder.ts';
import { recordRun } from './owner.ts';
import { type Finished, runChild } from './run.ts';

export type WorkspaceOptions = {
  /** Of the target: a local state, the providers and the folders of runs are in it. Nobody else writes there. */
  readonly directory: string;
  readonly target: string;
  readonly local: boolean;
  /** Of a local AWS; only a local target may have one. */
  readonly endpoint?: string | undefined;
  /** As the process has it; what Terraform sees of it is decided here. */
  readonly environment: Environment;
  /** `terraform` unless BREAKGLASS_TERRAFORM says otherwise. */
  readonly binary?: string | undefined;
  /** The repository's committed `.terraform.lock.hcl`; demanded where the target is not local. */
  readonly providerLock?: string | undefined;
  /** Once it is aborted the run under way is interrupted, and no other is started. */
  readonly interrupted?: AbortSignal | undefined;
  readonly progress: Progress;
};

/** `limit` in milliseconds; `more` is added to the environment; with `logFile` (a name) the run outlives our own death. */
export type RunOptions = {
  readonly limit: number;
  readonly more?: Record<string, string>;
  readonly logFile?: string;
};

export type Workspace = WorkspaceOptions & {
  readonly binary: string;
  /** This run's own, made when it is first asked for. */
  folder(): string;
  /** Runs to its end, well or badly. Throws `Outage` only when there is no such program. */
  terraform(args: readonly string[], options: RunOptions): Promise<Finished>;
  /** The same, and throws `Outage` unless it ends well. */
  succeed(args: readonly string[], options: RunOptions): Promise<Finished>;
};

/** What takes the state's lock, if only for a moment. */
const locking: ReadonlySet<string> = new Set(['plan', 'apply', 'import', 'state']);

export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { directory, target, endpoint, local, interrupted } = options;
  if (endpoint !== undefined && !local) throw new Error(`${target} is not local and has an endpoint`);
  const binary = options.binary ?? options.environment['BREAKGLASS_TERRAFORM'] ?? 'terraform';
  const environment = terraformEnvironment(options.environment, endpoint);

  let made: string | undefined;
  const folder = () => {
    made ??= makeFolder(directory);
    return made;
  };

  async function terraform(args: readonly string[], { limit, more, logFile }: RunOptions): Promise<Finished> {
    if (interrupted?.aborted) throw interruptedBefore(args);
    const began = machineClock.now();
    let forget = (): void => undefined;
    const child = {
      file: binary,
      args,
      directory: folder(),
      environment: { ...environment, ...more },
      limit,
      interrupted,
      logFile: logFile === undefined ? undefined : join(folder(), logFile),
      started: (pid: number) => {
        const run = { pid, began, folder: basename(folder()) };
        if (locking.has(args[0] ?? '')) forget = recordRun(directory, run);
      },
    };
    const finished = await runChild(child);
    if (finished.missing) throw missing(binary);
    if (hasLetGo(finished)) forget();
    return finished;
  }

  async function succeed(args: readonly string[], run: RunOptions): Promise<Finished> {
    const finished = await terraform(args, run);
    if (finished.run.exitCode !== 0) throw outageOf(finished.run, target);
    return finished;
  }

  return { ...options, binary, folder, terraform, succeed };
}

/** It has ended by itself, and gave its lock back; of what was killed the record stays. */
function hasLetGo({ run }: Finished): boolean {
  return run.exitCode !== undefined && !run.log.includes('Error releasing the state lock');
}

function interruptedBefore([verb]: readonly string[]): Outage {
  return new Outage(`interrupted before \`${verb}\` of Terraform`, { code: 'BG0606' });
}

function missing(binary: string): Outage {
  return new Outage(`there is no \`${binary}\` on this machine`, {
    code: 'BG0601',
    hint: 'install Terraform 1.11 or newer from https://developer.hashicorp.com/terraform/install, or name the program in BREAKGLASS_TERRAFORM',
  });
}
