/** Resources that stand in AWS and that the state lost, put into the state again. */
import { addressOf, type Resource } from '../../grant/resources.ts';
import type { TerraformRun } from '../../ports.ts';
import { planLimit } from './limits.ts';
import { waiting } from './plan.ts';
import type { Workspace } from './workspace.ts';

type Found = { readonly resource: Resource; readonly id: string };

/** `known`: the addresses in the state. The resources are in the configuration. One record for all runs. */
export async function adoptAll(
  workspace: Workspace,
  found: readonly Found[],
  known: ReadonlySet<string>,
): Promise<TerraformRun> {
  const runs: TerraformRun[] = [];
  for (const { resource, id } of found.filter(({ resource }) => !known.has(addressOf(resource)))) {
    // Into a file: a run that outlives us must not die of our pipe before it has written the state.
    const options = { limit: planLimit, logFile: 'import.log' };
    const args = ['import', '-input=false', '-no-color', waiting, addressOf(resource), id];
    const { run } = await workspace.terraform(args, options);
    runs.push(run);
    // Every further one would wait for the same lock.
    if (run.code === 'BG0605' || run.code === 'BG0606') break;
  }
  return asOne(runs);
}

/** The configuration must have what is imported. */
export function withFound(resources: readonly Resource[], found: readonly Found[]): Resource[] {
  const all = [...resources, ...found.map(({ resource }) => resource)];
  return [...new Map(all.map((resource) => [addressOf(resource), resource])).values()];
}

/** The first that failed, else the last; with what all of them said. */
function asOne(runs: readonly TerraformRun[]): TerraformRun {
  const nothing = { command: 'import', exitCode: 0, timedOut: false, milliseconds: 0, log: '' };
  const one = runs.find(({ exitCode }) => exitCode !== 0) ?? runs.at(-1) ?? nothing;
  const milliseconds = runs.reduce((sum, run) => sum + run.milliseconds, 0);
  return { ...one, milliseconds, log: runs.map(({ log }) => log).join('') };
}
