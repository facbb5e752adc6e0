/** What the guards must have looked at, read from the disk and from no configuration of theirs. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const folders = ['scripts', 'src', 'stacks', 'test'];

/** Every TypeScript file of the repository, relative to its root, sorted. Throws when there are none in a folder. */
export async function sourceFiles(): Promise<string[]> {
  const top = (await readdir('.')).filter(isTypeScript);
  const below = await Promise.all(folders.map(filesBelow));
  return [...top, ...below.flat()].sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter(isTypeScript);
  if (files.length === 0)
    throw new Error(`no TypeScript below ${folder}/: run this from the repository's root`);
  return files.map((file) => join(folder, file));
}

function isTypeScript(file: string): boolean {
  return file.endsWith('.ts');
}

/** Made by `npm run generate`: formatted by its generator, and not by hand. */
export function isGenerated(file: string): boolean {
  return file.endsWith('.generated.ts');
}
