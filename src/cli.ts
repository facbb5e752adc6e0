#!/usr/bin/env node
/** The command line: declares commands and flags, loads only the chosen command, sets the exit code. */
import { main } from './commands/main.ts';

// A reader that has seen enough (`| head`) is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await main(process.argv.slice(2), process);
