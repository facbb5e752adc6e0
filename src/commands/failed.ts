/** What reaches the top: what the world did, what the reader typed, what we did wrong. */
import { CommanderError } from 'commander';
import { unmetOutage } from '../outside/system-errors.ts';
import type { ProblemCode } from '../problem/codes/codes.ts';
import { Outage } from '../problem/outage.ts';
import type { Failure } from '../view/failure.ts';
import { declarations } from './declarations.ts';
import { type Exit, exit } from './exit.ts';

/** No failure where there is nothing to say: help was asked for and printed. */
export function failureOf(
  error: unknown,
  command: string | null,
): { readonly code: Exit; readonly failure?: Failure } {
  if (error instanceof CommanderError) return ofLine(error, command);
  const outage = error instanceof Outage ? error : unmetOutage(error);
  if (outage) return ofWorld(outage);
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = 'please report this, with the command';
  return { code: exit.failed, failure: { kind: 'bug in breakglass', error: { message, hint } } };
}

/** The command that a line means which could not be understood as a whole. */
export function commandNamed(args: readonly string[]): string | null {
  const line = ` ${args.join(' ')} `;
  return declarations.find(({ name }) => line.includes(` ${name} `))?.name ?? null;
}

function ofLine(
  { exitCode, code, message }: CommanderError,
  command: string | null,
): { code: Exit; failure?: Failure } {
  if (exitCode === 0) return { code: exit.done };
  if (code === 'commander.help') {
    const error = { message: 'no command was named', hint: 'see `breakglass help`' };
    return { code: exit.usage, failure: { kind: 'error', error } };
  }
  const [text = '', guess] = message.replace(/^error: /, '').split(/\n\(Did you mean (.*)\?\)$/);
  const help = `see \`${['breakglass help', ...(command === null ? [] : [command])].join(' ')}\``;
  const hint = guess === undefined ? help : `did you mean \`${guess}\`?`;
  return { code: exit.usage, failure: { kind: 'error', error: { message: text, hint } } };
}

function ofWorld({ message, hint, code }: Outage): { code: Exit; failure: Failure } {
  const error = {
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(code === undefined ? {} : { code }),
  };
  return { code: exitOf(code), failure: { kind: 'failed', error } };
}

const refusals: ReadonlySet<ProblemCode> = new Set(['BG0709', 'BG0710', 'BG0801', 'BG0802']);

function exitOf(code: ProblemCode | undefined): Exit {
  if (code === 'BG0708') return exit.signIn;
  if (code && refusals.has(code)) return exit.refused;
  return exit.failed;
}
