#!/usr/bin/env node
/** The command line: declares commands and flags, loads only the chosen command, sets the exit code. */
import { main, watchOutput } from './commands/main.ts';

const output = watchOutput(process);
const [first, again] = [new AbortController(), new AbortController()];

/** A pipeline that is cancelled sends SIGTERM some seconds after SIGINT; only a person at the keys asks twice. */
function interrupt(name: NodeJS.Signals): void {
  if (first.signal.aborted && name === 'SIGINT') again.abort();
  first.abort();
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);

// A limit on the size of files is met as a failed write, which can be said, and not as a death.
process.on('SIGXFSZ', () => undefined);

const code = await main(process.argv.slice(2), process, { first: first.signal, again: again.signal });
process.exitCode = await output.end(code);
// What an interrupt left under way must not keep the process.
if (first.signal.aborted) process.exit();
