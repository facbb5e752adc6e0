/** An archive that was opened, and what the steps of this folder share of it. */
import type { Genesis } from '../../archive/records.ts';
import type { Store } from '../../ports.ts';
import type { LogWindow } from './log-window.ts';
import type { Writer } from './writer.ts';

export type Opened = {
  readonly store: Store;
  readonly genesis: Genesis;
  readonly writer: Writer;
  readonly window: LogWindow;
};
