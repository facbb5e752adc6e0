#!/usr/bin/env node
/** The command line: declares commands and flags, loads only the chosen command, sets the exit code. */
import { main } from './commands/main.ts';

// A reader that has seen enough (`| head`) is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const [first, again] = [new AbortController(), new AbortController()];

/** A pipeline that is cancelled sends SIGTERM some seconds after SIGINT; only a person at the keys asks twice. */
function interrupt(name: NodeJS.Signals): void {
  if (first.signal.aborted && name === 'SIGINT') again.abort();
  first.abort();
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);

const code = await main(process.argv.slice(2), process, { first: first.signal, again: again.signal });
process.exitCode = code;
// What an interrupt left under way must not keep the process.
if (first.signal.aborted) process.exit();
