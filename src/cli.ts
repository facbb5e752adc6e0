#!/usr/bin/env node
/** The command line: declares commands and flags, loads only the chosen command, sets the exit code. */
import { main } from './commands/main.ts';

process.exitCode = await main(process.argv.slice(2), process);
