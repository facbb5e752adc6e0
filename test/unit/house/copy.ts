/** A copy of this repository for the guards to look at, with what is planted in it. */
import { appendFile, cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';

const root = resolve(import.meta.dirname, '../../..');

const parts = [
  '.gitignore',
  'biome.json',
  'biome.layers.jsonc',
  'docs/reference',
  'knip.json',
  'main.ts',
  'package.json',
  'schemas',
  'scripts',
  'src',
  'stacks',
  'tsconfig.json',
  'vitest.config.ts',
  'vitest.real.config.ts',
];

/** AWS's clients have a quarter of a million lines of types, and no rule of their own. */
const heavy = /\/src\/(outside\/aws|local)\/.*\.ts$/;

export async function copyHouse(folder: string): Promise<void> {
  const filter = (from: string) => !heavy.test(from);
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true, filter });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}

export async function plant(
  folder: string,
  plants: readonly { readonly file: string; readonly text: string }[],
): Promise<void> {
  for (const { file, text } of plants) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await appendFile(join(folder, file), `${text}\n`);
  }
}

/** `npm run check` in that folder: its exit code, and what each guard printed. */
export async function check(
  folder: string,
): Promise<{ exitCode: number | undefined; sections: Map<string, string> }> {
  const run = await execa('tsx', ['scripts/check.ts'], {
    cwd: folder,
    localDir: root,
    preferLocal: true,
    reject: false,
  });
  const [, ...sections] = run.stdout.split(/^== /m);
  const named = sections.map((text): [string, string] => {
    const end = text.indexOf('\n');
    return [text.slice(0, end), text.slice(end + 1)];
  });
  return { exitCode: run.exitCode, sections: new Map(named) };
}
