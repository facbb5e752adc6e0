/**
 * Something outside did not answer, or answered what it must not. Thrown by `src/outside/` only,
 * caught per grant in the sweep and once at the top of the command line.
 */
export class Outage extends Error {
  override readonly name = 'Outage';
  /** What the reader can do about it, one sentence. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.hint = options.hint;
  }
}
