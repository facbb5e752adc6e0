/** What every command is given: where it runs, how it talks, and the clock it runs by. */
import type { Clock } from '../ports.ts';
import type { View } from '../view/view.ts';
import type { Exit } from './exit.ts';

export type Context = {
  /** Folder that the command was started in, or `-C`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly view: View;
  readonly clock: Clock;
  readonly version: string;
  /** What is typed in answer to a question; undefined where nobody can be asked. */
  answer(): Promise<string | undefined>;
  /** Once it is aborted nothing new is begun, and children are asked to finish. */
  readonly interrupted: AbortSignal;
  /** From here on something may be half done: an interrupt waits for what was begun. */
  begin(): void;
  /** Runs another command, as if it were typed; its failures are thrown. */
  command(args: readonly string[], context: Context): Promise<Exit>;
};
