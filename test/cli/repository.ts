/** The small repository that a script works in: a copy with the script's own files, and its commit. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatInstant, hour, type Instant, minute, plus } from '../../src/grant/lifetime.ts';
import { filled, type Known } from './patterns.ts';
import { parseFiles, type Script } from './script.ts';

export type Copied = Known & { readonly root: string };

export function knownOf(root: string, now: Instant) {
  const soon = plus((Math.floor(now / minute) * minute) as Instant, 3 * hour);
  return { root, today: formatInstant(now).slice(0, 10), soon: formatInstant(soon) };
}

export function copy(script: Script, known: Copied): void {
  const { files } = parseFiles(readFileSync(join(import.meta.dirname, 'repository.txtar'), 'utf8'));
  for (const path of script.remove) if (!files.delete(path)) throw new Error(`there is no ${path} to remove`);
  for (const [path, content] of [...files, ...script.files]) {
    const file = join(known.root, filled(path, known));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, filled(content, known));
  }
}

/** Of nobody on this machine, and with nobody's settings. */
const author = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
  [`GIT_${who}_NAME`, 'somebody'],
  [`GIT_${who}_EMAIL`, 'somebody@quillmark.example'],
]);
export const gitEnvironment = {
  ...Object.fromEntries(author),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** The id of the commit that holds all files. */
export function committed(root: string): string {
  writeFileSync(join(root, '.gitignore'), '.breakglass/\ncdktf.out/\n');
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, env: { PATH: process.env['PATH'], ...gitEnvironment } })
      .toString()
      .trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Grants');
  return git('rev-parse', 'HEAD');
}
