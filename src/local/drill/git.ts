/** Git for the copy that a drill works in: a repository of its own, untouched by anybody's settings. */
import { execa } from 'execa';
import { Outage } from '../../problem/outage.ts';

const settings = [
  ['user.name', 'breakglass drill'],
  ['user.email', 'drill@localhost'],
  ['commit.gpgsign', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['init.defaultBranch', 'main'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

export async function commitAll(folder: string, message: string): Promise<string> {
  await git(folder, ['init', '--quiet']);
  await git(folder, ['add', '--all']);
  await git(folder, ['commit', '--quiet', '--message', message]);
  return git(folder, ['rev-parse', 'HEAD']);
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const run = await execa('git', [...settings, ...args], {
    cwd: folder,
    reject: false,
    timeout: 30_000,
    stdin: 'ignore',
    env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' },
  });
  if (run.exitCode === 0) return run.stdout.trim();
  const hint = run.code === 'ENOENT' ? { hint: 'install git' } : {};
  throw new Outage(`git ${args[0]}: ${run.stderr || run.shortMessage}`, hint);
}
