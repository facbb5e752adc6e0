/** What the commands of a stage are given: a PATH on which each start of Terraform is written down. */
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A `terraform` before the real one on PATH writes down each start. Nothing else of ours gets through. */
export function environmentIn(scratch: string): Record<string, string> {
  const [bin, temporary] = [join(scratch, 'bin'), join(scratch, 'tmp')];
  mkdirSync(bin);
  mkdirSync(temporary);
  const starts = startsFile(scratch);
  writeFileSync(starts, '');
  const real = programOnPath('terraform');
  const script = `#!/bin/sh\necho "$$ $1" >>'${starts}'\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, 'terraform'), script);
  chmodSync(join(bin, 'terraform'), 0o755);
  const path = [bin, process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, HOME: process.env['HOME'] ?? scratch, TMPDIR: temporary };
}

/** Every start of Terraform, a line each: its process id and its command. */
export function startsFile(scratch: string): string {
  return join(scratch, 'starts');
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
