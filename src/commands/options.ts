/** The flags of all commands as values, wherever on the line they stood. */
import type { Command } from 'commander';

export type Options = {
  readonly json?: boolean;
  readonly color?: boolean;
  readonly chdir?: string;
  readonly target?: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly keep?: boolean;
  readonly head?: string;
  readonly s3?: boolean;
  readonly input?: boolean;
  readonly refuse?: boolean;
  readonly key?: string;
  readonly yesFor?: string;
  readonly markdown?: boolean;
  readonly stay?: boolean;
};

/**
 * `-C` and its like may stand before the command's name or behind it. Commander keeps them apart,
 * and a default behind the name would hide what was said before it.
 */
export function optionsOf(command: Command): Options {
  const line: Command[] = [];
  for (let one: Command | null = command; one; one = one.parent) line.unshift(one);
  const merged = new Map<string, unknown>();
  for (const one of line) {
    for (const [name, value] of Object.entries(one.opts())) {
      if (!merged.has(name) || one.getOptionValueSource(name) !== 'default') merged.set(name, value);
    }
  }
  return Object.fromEntries(merged);
}
