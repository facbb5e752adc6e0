/** `terraform init`, only when something has changed that it looks at. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Outage } from '../../problem/outage.ts';
import type { Configuration } from './configuration.ts';
import { outageOf } from './failure.ts';
import { othersIn } from './folder.ts';
import { findMirror, writeMirrorConfig } from './mirror.ts';
import type { Finished } from './run.ts';
import type { Workspace } from './workspace.ts';

const limit = 600_000;

const dataFolder = '.terraform';

const lockFile = '.terraform.lock.hcl';

/** Registry that does not answer: give up after seconds, because a mirror may be at hand. */
const impatient = { TF_REGISTRY_CLIENT_TIMEOUT: '5', TF_REGISTRY_DISCOVERY_RETRY: '0' };

/**
 * `version` is what the binary says of itself. What it was once initialized with is kept for all
 * runs and never changed: a run that initializes beside another puts its own in place whole, or
 * takes what was put there first. Throws `Outage` when the provider cannot be had.
 */
export async function initialize(
  workspace: Workspace,
  configuration: Configuration,
  version: string,
): Promise<void> {
  const stamp = await stampOf(workspace, configuration, version);
  const kept = join(workspace.directory, 'initialized', stamp);
  if (!(await isWhole(kept))) {
    const flags = flagsOf(workspace, configuration);
    await rm(join(workspace.folder(), dataFolder), { recursive: true, force: true });
    const { run } = workspace.local
      ? await initLocal(workspace, configuration, flags)
      : await initLocked(workspace, flags);
    if (run.exitCode !== 0) throw outageOf(run, workspace.target);
    await keep(workspace, kept);
  }
  await use(workspace, kept);
}

/** Into place by its name. Of another version the providers go when nobody else is at work. */
async function keep({ directory, folder }: Workspace, kept: string): Promise<void> {
  const parent = dirname(kept);
  const others = othersIn(directory, folder()).length === 0 ? await readdir(parent).catch(() => []) : [];
  for (const name of others) await rm(join(parent, name), { recursive: true, force: true });
  const fresh = join(folder(), 'initialized');
  await mkdir(fresh);
  for (const name of [dataFolder, lockFile])
    await rename(join(folder(), name), join(fresh, name)).catch(unlessMissing);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  if (!(await isWhole(kept))) await rm(kept, { recursive: true, force: true });
  // Another run was first: it has the same.
  await rename(fresh, kept).catch(() => rm(fresh, { recursive: true, force: true }));
}

/** Terraform looks for both where it runs. */
async function use({ folder }: Workspace, kept: string): Promise<void> {
  await rm(join(folder(), dataFolder), { force: true });
  await symlink(join(kept, dataFolder), join(folder(), dataFolder));
  await copyFile(join(kept, lockFile), join(folder(), lockFile)).catch(unlessMissing);
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function stampOf(workspace: Workspace, configuration: Configuration, version: string): Promise<string> {
  const { providerLock } = workspace;
  const lock = providerLock === undefined ? '' : await readFile(providerLock, 'utf8').catch(() => '');
  const text = JSON.stringify([
    version,
    workspace.binary,
    configuration.terraform ?? null,
    flagsOf(workspace, configuration),
    lock,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** Where the state lies is fixed when the archive is made: what an earlier configuration said is never moved. */
function flagsOf({ local }: Workspace, { terraform }: Configuration): string[] {
  // The name of a bucket cannot be a name in the domain of a local AWS.
  const pathStyle =
    local && terraform?.backend?.s3 !== undefined ? ['-backend-config=use_path_style=true'] : [];
  return ['-reconfigure', ...pathStyle];
}

/** The providers may be links into a mirror that is gone. */
async function isWhole(kept: string): Promise<boolean> {
  const providers = join(kept, dataFolder, 'providers');
  const entries = await readdir(providers, { recursive: true }).catch(() => []);
  const platforms = entries.filter((entry) => entry.split('/').length === 5);
  const there = await Promise.all(
    platforms.map((entry) =>
      stat(join(providers, entry)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.length > 0 && there.every(Boolean);
}

/** Not local: exactly the provider whose checksum is committed, from wherever the machine takes providers. */
async function initLocked(workspace: Workspace, flags: readonly string[]): Promise<Finished> {
  const { providerLock, folder, target } = workspace;
  const copied = await copyFile(providerLock ?? '', join(folder(), lockFile)).then(
    () => true,
    () => false,
  );
  if (copied) return init(workspace, [...flags, '-lockfile=readonly']);
  throw new Outage(`${target} is not local, and the repository holds no ${lockFile}`, {
    code: 'BG0610',
    hint: 'run `terraform providers lock -platform=linux_amd64 hashicorp/aws` and commit the file',
  });
}

async function initLocal(
  workspace: Workspace,
  configuration: Configuration,
  flags: readonly string[],
): Promise<Finished> {
  const { folder, environment, progress } = workspace;
  await rm(join(folder(), lockFile), { force: true });
  const usual = await init(workspace, flags, impatient);
  if (usual.run.code !== 'BG0602') return usual;
  const mirror = await findMirror(environment);
  if (mirror === undefined) throw await noProvider(workspace, configuration);
  progress(`the provider registry cannot be reached; AWS provider from ${mirror}`);
  const file = join(folder(), 'mirror.tfrc');
  await writeMirrorConfig(mirror, file);
  return init(workspace, flags, { TF_CLI_CONFIG_FILE: file });
}

function init(
  workspace: Workspace,
  flags: readonly string[],
  more: Record<string, string> = {},
): Promise<Finished> {
  return workspace.terraform(['init', '-input=false', '-no-color', ...flags], { limit, more });
}

/** The remedy needs a folder that says which provider, and stays. */
async function noProvider({ directory }: Workspace, { terraform }: Configuration): Promise<Outage> {
  const wanted = join(directory, 'provider');
  await mkdir(wanted, { recursive: true, mode: 0o700 });
  const { required_providers } = terraform ?? {};
  await writeFile(join(wanted, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
  const folder = '/opt/terraform-providers';
  return new Outage('the AWS provider cannot be had: no registry can be reached and no mirror was found', {
    code: 'BG0602',
    hint: `with a network run \`terraform -chdir=${wanted} providers mirror ${folder}\`, then set BREAKGLASS_PROVIDER_MIRROR=${folder}`,
  });
}
