/**
 * Opens the world of one target for a command. What is needed to end a grant comes from the
 * target's own folder and archive: genesis says account, region and endpoint, so that no file of
 * the repository has to be readable.
 */
import { join } from 'node:path';
import type { Genesis } from '../archive/records.ts';
import { openCloud } from '../outside/aws/cloud.ts';
import { openRepository } from '../outside/git.ts';
import { targetFolder } from '../outside/local-folder.ts';
import { machineRandom } from '../outside/random.ts';
import { openTerraform } from '../outside/terraform/open.ts';
import type { Caller, Repository } from '../ports.ts';
import type { Problem, Result } from '../problem/problem.ts';
import type { Archive } from '../steps/archive/archive.ts';
import { openArchive, readGenesis } from '../steps/archive/open-archive.ts';
import type { World } from '../steps/world.ts';
import { actorOf } from './actor.ts';
import type { Context } from './context.ts';
import { correctedClock, readingOf } from './corrected-clock.ts';
import { openTargetStore } from './target-store.ts';

export type OpenWorld = {
  readonly world: World & { readonly repository: Repository };
  readonly archive: Archive;
  readonly caller: Caller;
};

/** Proves the account first: in another one nothing is looked at, written or called closed. */
export async function openWorld(root: string, target: string, context: Context): Promise<Result<OpenWorld>> {
  const { store, expected } = await openTargetStore(root, target, context);
  const genesis = await readGenesis(store, expected);
  if (!genesis.ok) return genesis;
  const cloud = cloudOf(genesis.value, context);
  context.view.progress(`asking AWS for the account of ${target}`);
  const caller = await cloud.caller();
  if (caller.account !== genesis.value.account)
    return { ok: false, problems: [wrongAccount(genesis.value, caller)] };
  const actor = actorOf(caller, context.environment);
  const clock = correctedClock(context.clock, caller.clock);
  const world = {
    target,
    store,
    cloud,
    actor,
    clock,
    terraform: terraformOf(root, genesis.value, context),
    repository: openRepository(root),
    toolVersion: context.version,
    random: machineRandom,
    progress: context.view.progress,
  };
  const writer = {
    actor,
    clock: { source: 'aws' as const, ...readingOf(caller.clock) },
    toolVersion: context.version,
    now: () => context.clock.now(),
    wait: (milliseconds: number) => context.clock.wait(milliseconds),
    random: world.random,
  };
  const archive = await openArchive(store, writer, expected);
  return archive.ok ? { ok: true, value: { world, archive: archive.value, caller } } : archive;
}

/** A local AWS never sees the credentials of a real one. */
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' };

function cloudOf({ account, region, endpoint }: Genesis, { clock, environment }: Context) {
  const local = endpoint === null ? {} : { endpoint, credentials: localCredentials };
  return openCloud({ account, region, clock, environment, ...local });
}

function terraformOf(
  root: string,
  { target, region, endpoint }: Genesis,
  { environment, interrupted, view }: Context,
) {
  const own = {
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_REGION: region,
  };
  return openTerraform({
    directory: join(targetFolder(root, target), 'terraform'),
    target,
    local: endpoint !== null,
    endpoint: endpoint ?? undefined,
    environment: endpoint === null ? environment : { ...environment, ...own },
    interrupted,
    progress: view.progress,
  });
}

function wrongAccount({ target, account }: Genesis, caller: Caller): Problem {
  return {
    code: 'BG0701',
    severity: 'error',
    message: `these credentials are of account ${caller.account}, \`${target}\` is account ${account}`,
    hint: `nothing was looked at and nothing was changed; use credentials of account ${account}`,
  };
}
