/** Terraform's failures in our words. Its own words stay in the log; here only what can be acted on. */
import { stripVTControlCharacters } from 'node:util';
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

/** What to throw for a run that failed. Who holds a lock is found out by `heldBy`, not here. */
export function outageOf(run: TerraformRun, target: string): Outage {
  const code = run.code ?? 'BG0607';
  if (code === 'BG0605') return lockOutage(run, target);
  if (code === 'BG0606') return stoppedOutage(run);
  const message = `\`${shortCommand(run)}\` failed for ${target}: ${firstError(run.log)}`;
  return new Outage(message, { code, hint: 'running the same command again is safe', cause: run.log });
}

function lockOutage(run: TerraformRun, target: string): Outage {
  return new Outage(`another run holds the state of ${target}`, {
    code: 'BG0605',
    hint: 'wait for it, then run the same command again',
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

/** The first line that speaks of one: `state` and `force-unlock` put it otherwise than the other commands. */
function firstError(log: string): string {
  const text = stripVTControlCharacters(log).trim();
  const [, named, other] = /^\W*(?:Error: (.+)|((?:Error|Failed) .+))$/m.exec(text) ?? [];
  return (named ?? other ?? text.split('\n', 1).join('')) || 'it said nothing';
}
