/** What the state holds. Where nothing was ever applied there is none, which is no failure. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesisInput } from '../../ports.ts';
import { outageOf } from './failure.ts';
import { quick } from './limits.ts';
import type { Workspace } from './workspace.ts';

export type StatePlace = SynthesisInput['settings']['state'];

/** What `state` commands say then. A bucket that is missing or does not answer says something else. */
export const noState = /^No state file was found!/m;

/** Addresses in the state. Throws `Outage` when it cannot be read. */
export async function addressesIn(workspace: Workspace, state: StatePlace): Promise<readonly string[]> {
  if (state.kind === 'local' && isBlank(join(workspace.directory, state.path))) return [];
  const { run, stdout } = await workspace.terraform(['state', 'list', '-no-color'], { limit: quick });
  if (noState.test(run.log)) return [];
  if (run.exitCode !== 0) throw outageOf(run, workspace.target);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Terraform makes the file when it takes the lock; killed before its first change is through, it leaves it empty. */
function isBlank(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
}
