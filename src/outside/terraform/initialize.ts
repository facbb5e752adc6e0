/** `terraform init`, only when something has changed that it looks at. */
import { createHash } from 'node:crypto';
import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Outage } from '../../problem/outage.ts';
import type { Configuration } from './configuration.ts';
import { outageOf } from './failure.ts';
import { findMirror, writeMirrorConfig } from './mirror.ts';
import type { Finished } from './run.ts';
import type { Workspace } from './workspace.ts';

const limit = 600_000;

const stampFile = 'initialized';

const lockFile = '.terraform.lock.hcl';

/** Registry that does not answer: give up after seconds, because a mirror may be at hand. */
const impatient = { TF_REGISTRY_CLIENT_TIMEOUT: '5', TF_REGISTRY_DISCOVERY_RETRY: '0' };

/** `version` is what the binary says of itself. Throws `Outage` when the provider cannot be had. */
export async function initialize(
  workspace: Workspace,
  configuration: Configuration,
  version: string,
): Promise<void> {
  const stamp = await stampOf(workspace, configuration, version);
  if (await isInitialized(workspace, stamp)) return;
  await rm(join(workspace.directory, stampFile), { force: true });
  const flags = flagsOf(workspace, configuration);
  const finished = workspace.local ? await initLocal(workspace, flags) : await initLocked(workspace, flags);
  if (finished.run.exitCode !== 0) throw outageOf(finished.run, workspace.target);
  await writeFile(join(workspace.directory, stampFile), `${stamp}\n`);
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

/** The providers of `.terraform` may be links into a mirror that is gone. */
async function isInitialized({ directory }: Workspace, stamp: string): Promise<boolean> {
  const written = await readFile(join(directory, stampFile), 'utf8').catch(() => '');
  if (written.trim() !== stamp) return false;
  const providers = join(directory, '.terraform', 'providers');
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
  const { providerLock, directory, target } = workspace;
  const copied = await copyFile(providerLock ?? '', join(directory, lockFile)).then(
    () => true,
    () => false,
  );
  if (copied) return init(workspace, [...flags, '-lockfile=readonly']);
  throw new Outage(`${target} is not local, and the repository holds no ${lockFile}`, {
    code: 'BG0610',
    hint: 'run `terraform providers lock -platform=linux_amd64 hashicorp/aws` and commit the file',
  });
}

async function initLocal(workspace: Workspace, flags: readonly string[]): Promise<Finished> {
  const { directory, environment, progress } = workspace;
  await rm(join(directory, lockFile), { force: true });
  const usual = await init(workspace, flags, impatient);
  if (usual.run.code !== 'BG0602') return usual;
  const mirror = await findMirror(environment);
  if (mirror === undefined) throw noProvider(directory);
  progress(`the provider registry cannot be reached; AWS provider from ${mirror}`);
  const file = join(directory, 'mirror.tfrc');
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

function noProvider(directory: string): Outage {
  const folder = '/opt/terraform-providers';
  return new Outage('the AWS provider cannot be had: no registry can be reached and no mirror was found', {
    code: 'BG0602',
    hint: `with a network run \`terraform -chdir=${directory} providers mirror ${folder}\`, then set BREAKGLASS_PROVIDER_MIRROR=${folder}`,
  });
}
