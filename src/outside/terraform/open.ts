/** The Terraform port: one target's working directory, state and lock. */
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { addressOf } from '../../grant/resources.ts';
import type { SynthesisInput, Terraform } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { adoptAll } from './adopt.ts';
import { builtApp } from './app.ts';
import { type Configuration, configuredAddresses, writeConfiguration } from './configuration.ts';
import { outageOf } from './failure.ts';
import { initialize } from './initialize.ts';
import { quick } from './limits.ts';
import { heldBy, noState, unlock } from './lock.ts';
import { applyPlan, makePlan, removeForgottenPlans, type Shown } from './plan.ts';
import { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';

export type TerraformOptions = WorkspaceOptions & {
  /** The bundle of the CDKTF app; by default the one that was built with this program. */
  readonly app?: string | undefined;
};

/**
 * Runs the program only when a method is called. Every run is bounded in time and sees an
 * environment of named variables only. All methods throw `Outage` with a code of stage 06;
 * `apply` does so only before Terraform was started.
 */
export function openTerraform(options: TerraformOptions): Terraform {
  const workspace = openWorkspace(options);
  const shown: Shown = new Map();
  let configuration: Configuration | undefined;
  let state: SynthesisInput['settings']['state'] | undefined;

  async function prepare(input: SynthesisInput): Promise<void> {
    await mkdir(workspace.directory, { recursive: true, mode: 0o700 });
    refuseUnsavedState(workspace);
    await removeForgottenPlans(workspace.directory);
    configuration = await writeConfiguration(options.app ?? builtApp(), input, workspace.directory);
    await initialize(workspace, configuration, await versionOf(workspace));
    state = input.settings.state;
  }

  async function addresses(): Promise<readonly string[]> {
    prepared(configuration);
    if (state?.kind === 'local' && isBlank(join(workspace.directory, state.path))) return [];
    const { run, stdout } = await workspace.terraform(['state', 'list', '-no-color'], { limit: quick });
    // Nothing was ever applied. A bucket that is missing or does not answer says something else.
    if (noState.test(run.log)) return [];
    if (run.exitCode !== 0) throw outageOf(run, options.target);
    return stdout.split('\n').filter((line) => line !== '');
  }

  return {
    ...providerOf(workspace),
    prepare,
    addresses,
    async plan(wanted) {
      if (wanted.length === 0) throw new Error('a plan without addresses would be a plan of everything');
      const known = new Set(configuredAddresses(prepared(configuration)));
      if (wanted.some((address) => !known.has(address))) for (const one of await addresses()) known.add(one);
      refuseUnknown(wanted.filter((address) => !known.has(address)));
      return makePlan(workspace, wanted, shown);
    },
    apply: (plan) => applyPlan(workspace, plan, shown),
    async heldBy() {
      prepared(configuration);
      return heldBy(workspace, state?.kind ?? 'local');
    },
    async unlock(lock) {
      prepared(configuration);
      return unlock(workspace, lock);
    },
    async adopt(found, input) {
      const resources = new Map(input.resources.map((resource) => [addressOf(resource), resource]));
      for (const { resource } of found) resources.set(addressOf(resource), resource);
      await prepare({ ...input, resources: [...resources.values()] });
      return adoptAll(workspace, found, new Set(await addresses()));
    },
  };
}

/** Terraform makes the file when it takes the lock; killed before its first change is through, it leaves it empty. */
function isBlank(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** Not tried with OpenTofu itself: its plans name the provider by the host of its own registry. */
function providerOf({ binary }: Workspace): Pick<Terraform, 'provider'> {
  const tofu = basename(binary) === 'tofu';
  return tofu ? { provider: 'registry.opentofu.org/hashicorp/aws' } : {};
}

function prepared(configuration: Configuration | undefined): Configuration {
  if (configuration === undefined) throw new Error('prepare() comes first');
  return configuration;
}

/** Terraform says "no changes" for a target that it does not know, and exits 0. */
function refuseUnknown(unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new Outage(`neither the configuration nor the state has ${unknown.join(', ')}`, {
    code: 'BG0604',
    hint: 'nothing was planned; please report this with the address',
  });
}

function refuseUnsavedState({ directory, target }: Workspace): void {
  if (!existsSync(join(directory, 'errored.tfstate'))) return;
  throw new Outage(`a run for ${target} could not save its state`, {
    code: 'BG0611',
    hint: `run \`terraform -chdir=${directory} state push errored.tfstate\`, then delete that file`,
  });
}

async function versionOf(workspace: Workspace): Promise<string> {
  const { stdout } = await workspace.succeed(['version', '-json'], { limit: quick });
  const version: unknown = JSON.parse(stdout).terraform_version;
  if (typeof version === 'string') return version;
  throw new Outage(`\`${workspace.binary} version\` names no version`, { code: 'BG0607' });
}
