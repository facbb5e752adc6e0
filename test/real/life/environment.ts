/** What the commands of a stage are given: a PATH on which each start of Terraform is written down. */
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A `terraform` before the real one on PATH writes down each start, and kills whoever started it
 * when the test has asked for that. Nothing else of ours gets through.
 */
export function environmentIn(scratch: string): Record<string, string> {
  const [bin, temporary] = [join(scratch, 'bin'), join(scratch, 'tmp')];
  mkdirSync(bin);
  mkdirSync(temporary);
  const starts = startsFile(scratch);
  writeFileSync(starts, '');
  const real = programOnPath('terraform');
  const kill = killFile(scratch);
  const script = [
    '#!/bin/sh',
    `echo "$$ $1" >>'${starts}'`,
    `if [ "$(cat '${kill}' 2>/dev/null)" = "$1" ]; then rm '${kill}'; kill -9 $PPID; exit 137; fi`,
    `exec '${real}' "$@"`,
  ];
  writeFileSync(join(bin, 'terraform'), `${script.join('\n')}\n`);
  chmodSync(join(bin, 'terraform'), 0o755);
  const path = [bin, process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, HOME: process.env['HOME'] ?? scratch, TMPDIR: temporary };
}

/** Every start of Terraform, a line each: its process id and its command. */
export function startsFile(scratch: string): string {
  return join(scratch, 'starts');
}

/** Names the command of Terraform whose starter dies. */
export function killFile(scratch: string): string {
  return join(scratch, 'kill-at');
}

/** The first program of that name on PATH. */
export function programOnPath(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.find((folder) => folder !== '' && namesIn(folder).includes(name));
  if (found === undefined) throw new Error(`there is no ${name} on PATH`);
  return join(found, name);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
