/** The real command line as a child process, with what it printed and how long it took. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseReport, type Report } from './report.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

export const program = join(root, 'dist', 'cli.js');

export type Ran = {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** What was said on stderr. */
  readonly notes: string;
  readonly seconds: number;
};

export type Place = {
  readonly folder: string;
  /** The whole of it; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
};

export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ran> };

/** In a process group of its own, so that a signal to the group is what Ctrl-C at a terminal is. */
export function start(file: string, args: readonly string[], { folder, environment }: Place): Running {
  const began = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const [stdout, notes]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => notes.push(chunk));
  // `exit`, not `close`: a process that stays behind and holds the pipe open must not hide.
  const ended = once(child, 'exit').then(([exit, signal]) => ({
    exit,
    signal,
    stdout: Buffer.concat(stdout).toString('utf8'),
    notes: Buffer.concat(notes).toString('utf8'),
    seconds: (performance.now() - began) / 1000,
  }));
  return { child, ended };
}

/** Runs to the end; fails unless the exit code is the expected one. The one object on stdout is returned. */
export async function run(place: Place, exit: number, args: readonly string[]): Promise<Report> {
  const ran = await start(process.execPath, [program, ...args, '--json'], place).ended;
  process.stdout.write(`  ${ran.seconds.toFixed(1).padStart(5)} s  exit ${ran.exit}  ${args.join(' ')}\n`);
  if (ran.exit !== exit) {
    throw new Error(`${args.join(' ')}: exit ${ran.exit}, not ${exit}\n${ran.stdout}\n${ran.notes}`);
  }
  return parseReport(ran);
}
