/** A saved plan for exactly the addresses at hand, and its application. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SavedPlan, TerraformRun } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { applyLimit, lockWait, planLimit } from './limits.ts';
import type { Workspace } from './workspace.ts';

/** For a lock that is held. */
export const waiting = `-lock-timeout=${lockWait / 1000}s`;

/** Which bytes were shown to the review, by plan file. */
export type Shown = Map<string, string>;

/** The caller has made sure that each address is in the configuration or in the state. */
export async function makePlan(
  workspace: Workspace,
  addresses: readonly string[],
  shown: Shown,
): Promise<SavedPlan> {
  const name = `${randomUUID()}.tfplan`;
  const file = join(workspace.folder(), name);
  const targets = [...addresses].sort().map((address) => `-target=${address}`);
  const flags = ['-input=false', '-no-color', waiting, ...gentle(workspace), `-out=${name}`];
  const { run, stdout } = await workspace.succeed(['plan', ...flags, ...targets], { limit: planLimit });
  const json = await workspace.succeed(['show', '-json', '-no-color', name], { limit: planLimit });
  shown.set(file, await digest(file));
  return { file, text: stdout, json: JSON.parse(json.stdout), run };
}

/** Applies that file if it still is what was shown; it is used up afterwards. */
export async function applyPlan(workspace: Workspace, plan: SavedPlan, shown: Shown): Promise<TerraformRun> {
  if (shown.get(plan.file) !== (await digest(plan.file))) throw exchanged(plan.file);
  const flags = ['-input=false', '-no-color', waiting, ...gentle(workspace)];
  try {
    const logFile = 'apply.log';
    const args = ['apply', ...flags, basename(plan.file)];
    return (await workspace.terraform(args, { limit: applyLimit, logFile })).run;
  } finally {
    shown.delete(plan.file);
    await rm(plan.file, { force: true });
  }
}

/** The local AWS loses changes to one security group that come side by side. */
function gentle({ local }: Workspace): string[] {
  return local ? ['-parallelism=1'] : [];
}

async function digest(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Outage('the plan file is gone', { code: 'BG0609', hint: 'run the same command again', cause });
  });
  return createHash('sha256').update(bytes).digest('hex');
}

function exchanged(file: string): Outage {
  return new Outage(`${file} is not the plan that was reviewed`, {
    code: 'BG0609',
    hint: 'nothing was applied; find out what writes into that folder',
  });
}
