/** What the steps work with: the ports of one target, opened by a command, a function or a test. */
import type { Actor } from '../archive/records.ts';
import type { Clock, Cloud, Progress, Repository, Store, Terraform } from '../ports.ts';

export type World = {
  readonly target: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly cloud: Cloud;
  readonly terraform: Terraform;
  /** Undefined where no repository is at hand: ending needs none. */
  readonly repository: Repository | undefined;
  readonly actor: Actor;
  readonly toolVersion: string;
  /** Random bytes, for logins and ids. */
  readonly random: (count: number) => Uint8Array;
  readonly progress: Progress;
};
