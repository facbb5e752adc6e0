import type { ProblemCode } from './codes/codes.ts';

/**
 * Something outside did not answer, or answered what it must not. Thrown by `src/outside/` only,
 * caught per grant in the sweep and once at the top of the command line.
 */
export class Outage extends Error {
  override readonly name = 'Outage';
  /** What the reader can do about it, one sentence. */
  readonly hint: string | undefined;
  /** Where the reference page explains it further. */
  readonly code: ProblemCode | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown; code?: ProblemCode } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.hint = options.hint;
    this.code = options.code;
  }
}
