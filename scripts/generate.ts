/**
 * Writes every generated file; with `--check` writes nothing, lists them all, names each file that is
 * not what its source says, and exits 1. Run from the repository's root.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cli } from './generate/cli.ts';
import type { Generated } from './generate/generated.ts';
import { problems } from './generate/problems.ts';
import { reference } from './generate/reference.ts';
import { types } from './generate/types.ts';

/** A generator returns whole files; add one here. */
const generators: readonly (() => Promise<Generated[]> | Generated[])[] = [types, reference, problems, cli];

const check = process.argv.includes('--check');
const files = (await Promise.all(generators.map((generator) => generator()))).flat();
const stale = files.filter(({ path, text }) => text !== current(path));

if (check) for (const { path } of files) process.stdout.write(`generated: ${path}\n`);
for (const { path, text } of stale) {
  process.stderr.write(check ? `stale: ${path} (run: npm run generate)\n` : `wrote ${path}\n`);
  if (!check) write(path, text);
}
if (check && stale.length > 0) process.exitCode = 1;

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
