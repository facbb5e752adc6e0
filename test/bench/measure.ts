/** Runs the built command line as its users do, and says what it took. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure, Name } from './budgets.ts';

export const root = join(import.meta.dirname, '..', '..');

export const program = join(root, 'dist', 'cli.js');

export type Taken = {
  readonly seconds: number;
  /** Of processor, of the child and all that it waited for. */
  readonly cpu: number;
  /** Most memory that the child itself held, in MB. */
  readonly peak: number;
  readonly stdout: string;
};

export type Where = {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Fails unless the command exits with 0. */
export async function take(args: readonly string[], { folder, environment }: Where): Promise<Taken> {
  const before = childTicks();
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 20);
  const [exit] = await once(child, 'close');
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1000;
  if (exit !== 0) throw new Error(`${args.join(' ')}: exit ${exit}\n${Buffer.concat(said).toString('utf8')}`);
  const cpu = (childTicks() - before) / ticks;
  return { seconds, cpu, peak, stdout: Buffer.concat(stdout).toString('utf8') };
}

/** The same command several times. `check` is given each result, and throws when it is not the one that was meant. */
export async function repeat(
  name: Name,
  { times, args, where, check }: Repeated,
): Promise<{ figure: Figure; taken: readonly Taken[] }> {
  const taken: Taken[] = [];
  while (taken.length < times) {
    const one = await take(args, where);
    check(one.stdout);
    taken.push(one);
  }
  const values = taken.map(({ seconds }) => seconds);
  return { figure: { name, values, cpu: taken.map(({ cpu }) => cpu) }, taken };
}

type Repeated = {
  readonly times: number;
  readonly args: readonly string[];
  readonly where: Where;
  check(stdout: string): void;
};

/** Fails when the text is not in what a command said: a command that does nothing is fast. */
export function saying(text: string): (stdout: string) => void {
  return (stdout) => {
    if (!stdout.includes(text)) throw new Error(`expected \`${text}\`, got: ${stdout.slice(0, 500)}`);
  };
}

/** Linux counts in hundredths of a second. */
const ticks = 100;

/** Of all children that have ended, and of theirs; 0 where the system does not say. */
function childTicks(): number {
  const fields = readOr('/proc/self/stat').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
}

function peakOf(pid: number | undefined): number {
  const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readOr(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) / 1000;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
