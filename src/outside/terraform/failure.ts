/** Terraform's failures in our words. Its own words stay in the log; here only what can be acted on. */
import type { TerraformRun } from '../../ports.ts';
import type { ProblemCode } from '../../problem/codes/codes.ts';
import { Outage } from '../../problem/outage.ts';

const recognised: readonly { readonly code: ProblemCode; readonly says: RegExp }[] = [
  { code: 'BG0603', says: /Saved plan is stale/ },
  { code: 'BG0606', says: /^Interrupt received\./m },
  { code: 'BG0605', says: /Error acquiring the state lock/ },
  {
    code: 'BG0602',
    says: /Failed to query available provider packages|Failed to install provider|Error while installing hashicorp\/aws/,
  },
];

/** Undefined for a run that succeeded. */
export function codeOf(exitCode: number | undefined, log: string): ProblemCode | undefined {
  if (exitCode === 0) return undefined;
  return recognised.find(({ says }) => says.test(log))?.code ?? 'BG0607';
}

/** What to throw for a run that failed. `now` is only used to say how old a lock is. */
export function outageOf(run: TerraformRun, target: string, now: number): Outage {
  const code = run.code ?? 'BG0607';
  if (code === 'BG0605') return lockOutage(run, target, now);
  if (code === 'BG0606') return stoppedOutage(run);
  const message = `\`${shortCommand(run)}\` failed for ${target}: ${firstError(run.log)}`;
  return new Outage(message, { code, hint: 'running the same command again is safe', cause: run.log });
}

/**
 * Terraform prints who holds the lock. For a local state it is the kernel that holds it: a lock
 * file left behind by a killed run stops nobody, so whoever is named here still runs.
 */
function lockOutage(run: TerraformRun, target: string, now: number): Outage {
  const info = (name: string) => new RegExp(`^[^A-Za-z]*${name}:\\s+(.+)$`, 'm').exec(run.log)?.[1]?.trim();
  const created = Date.parse((info('Created') ?? '').replace(/ \+0000 UTC$/, 'Z').replace(' ', 'T'));
  const age = Number.isNaN(created) ? '' : `, ${Math.max(0, Math.round((now - created) / 1000))} s ago`;
  const owner = `${info('Who') ?? 'somebody'} (${info('Operation') ?? 'unknown operation'}${age})`;
  return new Outage(`the state of ${target} is held by ${owner}`, {
    code: 'BG0605',
    hint: 'wait for that run or end its process, then run the same command again; deleting a lock file changes nothing',
    cause: run.log,
  });
}

function stoppedOutage(run: TerraformRun): Outage {
  const how = run.timedOut ? 'took too long and was stopped' : 'was interrupted';
  return new Outage(`\`${shortCommand(run)}\` ${how} after ${Math.round(run.milliseconds / 1000)} s`, {
    code: 'BG0606',
    hint: 'running the same command again goes on from what the state says',
    cause: run.log,
  });
}

/** Program and verb, without the folders of this machine. */
function shortCommand(run: TerraformRun): string {
  const [program = '', verb = ''] = run.command.split(' ');
  return `${program.split('/').at(-1)} ${verb}`;
}

function firstError(log: string): string {
  const line = /^\W*Error: (.+)$/m.exec(log)?.[1] ?? log.trim().split('\n').at(-1) ?? '';
  return line === '' ? 'it said nothing' : line;
}
