/** What is declared of a command: help, the reference page and the words after an interrupt come from it. */
import type { Context } from './context.ts';
import type { Exit } from './exit.ts';
import type { Options } from './options.ts';

export type Group = 'Everyday' | 'Files' | 'Operate' | 'Audit' | 'Set up';

export type Declaration = {
  /** As it is typed: `archive verify`. */
  readonly name: string;
  readonly group: Group;
  readonly says: string;
  /** Lines to type, each with what it does. */
  readonly examples: readonly (readonly [line: string, says: string])[];
  readonly argument?: { readonly form: string; readonly says: string };
  readonly flags?: readonly Flag[];
  /** What an interrupt may leave once something was begun, and what to type then; `{target}` is the one that was named. */
  readonly interrupted: { readonly left: string; readonly next: string };
  /** Loads the command's module when it is chosen. */
  load(): Promise<Run>;
};

export type Flag = {
  readonly flags: string;
  readonly says: string;
  readonly needed?: true;
  readonly otherwise?: string;
};

/** `words` are what stands on the line beside flags. */
export type Run = (words: readonly string[], options: Options, context: Context) => Promise<Exit>;

/** After an interrupt of a command that only reads, or that had not begun to change anything. */
export const unchanged = { left: 'nothing was changed', next: 'run the same command again' };
