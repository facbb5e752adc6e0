/**
 * Runs git so that it only reads objects: bounded in time, and with nothing of the repository's or
 * the person's configuration that could run a program, ask a question or show other objects.
 */
import { existsSync } from 'node:fs';
import { Outage } from '../problem/outage.ts';

type GitAnswer = { readonly exitCode: number; readonly stdout: Uint8Array; readonly stderr: string };

export type Git = (args: readonly string[], input?: string) => Promise<GitAnswer>;

const limit = 30_000;
/** More than any repository's grants; a listing beyond it is an outage, never a short one. */
const most = 256 * 1024 * 1024;

/** Git in `folder`. Any exit code is an answer; no git, no folder and no end in time are an `Outage`. */
export function gitIn(folder: string): Git {
  return async (args, input) => {
    const { execa } = await import('execa');
    const result = await execa('git', [...settings, ...args], {
      cwd: folder,
      env: environment(),
      extendEnv: false,
      reject: false,
      encoding: 'buffer',
      stripFinalNewline: false,
      maxBuffer: most,
      timeout: limit,
      forceKillAfterDelay: 2_000,
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    });
    const stderr = Buffer.from(result.stderr).toString('utf8').trim();
    if (result.exitCode === undefined || result.timedOut || result.isMaxBuffer)
      throw outageOf(result, folder, args);
    return { exitCode: result.exitCode, stdout: result.stdout, stderr };
  };
}

/** On the command line, where neither the repository's configuration nor the environment can overrule them. */
const settings = [
  '--no-pager',
  '--no-optional-locks',
  // Objects are content-addressed: whose folder they lie in does not matter when no program of it is run.
  ...['safe.directory=*', 'core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.commitGraph=false'],
  ...['protocol.allow=never', 'core.quotePath=false'],
].flatMap((setting) => (setting.startsWith('--') ? [setting] : ['-c', setting]));

/** A fresh environment: `GIT_DIR` and its like would read another repository than the one asked for. */
function environment(): { [name: string]: string } {
  return {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // Replacement refs and grafts show other objects and other ancestors than those that were reviewed.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
  };
}

function outageOf(
  result: { readonly code?: string | undefined; readonly timedOut: boolean; readonly isMaxBuffer: boolean },
  folder: string,
  args: readonly string[],
): Outage {
  const what = `git ${args[0] ?? ''} in ${folder}`;
  if (result.timedOut) return new Outage(`${what}: no answer within ${limit / 1000} s`);
  if (result.isMaxBuffer) return new Outage(`${what}: the answer is larger than ${most} bytes`);
  if (result.code !== 'ENOENT')
    return new Outage(`${what}: ended without an answer (${result.code ?? 'killed'})`);
  return existsSync(folder)
    ? new Outage('there is no `git` on this machine', { hint: 'install git, and put it on PATH' })
    : new Outage(`${what}: there is no such folder`, { hint: 'name another one with -C' });
}
