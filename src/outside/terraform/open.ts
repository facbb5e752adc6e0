/** The Terraform port: one target's state and lock, and the working folder of this run. */
import { basename, join, relative } from 'node:path';
import type { SynthesisInput, Terraform } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { adoptAll, withFound } from './adopt.ts';
import { builtApp } from './app.ts';
import { type Configuration, configuredAddresses, writeConfiguration } from './configuration.ts';
import { unsavedIn } from './folder.ts';
import { initialize } from './initialize.ts';
import { quick } from './limits.ts';
import { heldBy, unlock } from './lock.ts';
import { applyPlan, makePlan, type Shown } from './plan.ts';
import { addressesIn, type StatePlace } from './state.ts';
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
  let prepared: Prepared | undefined;

  async function prepare(input: SynthesisInput): Promise<void> {
    refuseUnsavedState(workspace);
    const folder = workspace.folder();
    const app = options.app ?? builtApp();
    const configuration = await writeConfiguration(app, placed(input, workspace), folder);
    await initialize(workspace, configuration, await versionOf(workspace));
    prepared = { configuration, state: input.settings.state };
  }

  function ready(): Prepared {
    if (prepared === undefined) throw new Error('prepare() comes first');
    return prepared;
  }

  const addresses = async () => addressesIn(workspace, ready().state);
  return {
    ...providerOf(workspace),
    prepare,
    addresses,
    async plan(wanted) {
      if (wanted.length === 0) throw new Error('a plan without addresses would be a plan of everything');
      const known = new Set(configuredAddresses(ready().configuration));
      if (wanted.some((address) => !known.has(address))) for (const one of await addresses()) known.add(one);
      refuseUnknown(wanted.filter((address) => !known.has(address)));
      return makePlan(workspace, wanted, shown);
    },
    apply: (plan) => applyPlan(workspace, plan, shown),
    heldBy: async () => heldBy(workspace, ready().state),
    unlock: (lock) => unlock(workspace, lock),
    async adopt(found, input) {
      await prepare({ ...input, resources: withFound(input.resources, found) });
      return adoptAll(workspace, found, new Set(await addresses()));
    },
  };
}

type Prepared = { readonly configuration: Configuration; readonly state: StatePlace };

/** Not tried with OpenTofu itself: its plans name the provider by the host of its own registry. */
function providerOf({ binary }: Workspace): Pick<Terraform, 'provider'> {
  const tofu = basename(binary) === 'tofu';
  return tofu ? { provider: 'registry.opentofu.org/hashicorp/aws' } : {};
}

/** Terraform says "no changes" for a target that it does not know, and exits 0. */
function refuseUnknown(unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new Outage(`neither the configuration nor the state has ${unknown.join(', ')}`, {
    code: 'BG0604',
    hint: 'nothing was planned; please report this with the address',
  });
}

/** All runs have one state, wherever they run. */
function placed(input: SynthesisInput, { directory, folder }: Workspace): SynthesisInput {
  const { settings } = input;
  if (settings.state.kind !== 'local') return input;
  const state = { ...settings.state, path: relative(folder(), join(directory, settings.state.path)) };
  return { ...input, settings: { ...settings, state } };
}

function refuseUnsavedState({ directory, target }: Workspace): void {
  const folder = unsavedIn(directory);
  if (folder === undefined) return;
  throw new Outage(`a run for ${target} could not save its state`, {
    code: 'BG0611',
    hint: `run \`terraform -chdir=${folder} state push errored.tfstate\`, then delete that file`,
  });
}

async function versionOf(workspace: Workspace): Promise<string> {
  const { stdout } = await workspace.succeed(['version', '-json'], { limit: quick });
  const [, version, major, minor] = /"terraform_version":\s*"((\d+)\.(\d+)\.[^"]*)"/.exec(stdout) ?? [];
  const { binary } = workspace;
  if (version === undefined) throw new Outage(`\`${binary} version\` names no version`, { code: 'BG0607' });
  const oldest = binary.endsWith('tofu') ? 10 : 11;
  if (Number(major) > 1 || Number(minor) >= oldest) return version;
  throw new Outage(`${binary} ${version} is too old: it keeps no lock beside a state in S3`, {
    code: 'BG0607',
    hint: `install version 1.${oldest} or newer`,
  });
}
