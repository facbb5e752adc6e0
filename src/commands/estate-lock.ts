/** `estate lock`: fetches the identities that AWS holds, into a file that is reviewed like code. */
import { join } from 'node:path';
import { checkFiles } from '../grant/check.ts';
import { formatLock } from '../grant/lock.ts';
import { openCloud } from '../outside/aws/cloud.ts';
import { findRoot, readWorkTree, writeWhole } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { lockEstate } from '../steps/lock-estate.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { localCredentials } from './open-world.ts';
import type { Options } from './options.ts';
import { openTargetStore } from './target-store.ts';

export async function estateLock({ target = '' }: Options, context: Context): Promise<Exit> {
  const root = findRoot(context.folder);
  const { estate, written, problems: found } = checkFiles(readWorkTree(root));
  const broken = found.filter(
    ({ place, severity }) => severity === 'error' && /^estate\/.*\.ya?ml$/.test(place?.file ?? ''),
  );
  if (written.broken.some(({ kind }) => kind === 'Estate')) {
    context.view.problems(broken);
    context.view.object('estate lock', { target, changed: false, problems: broken });
    return exit.files;
  }
  const region = estate.targets.get(target)?.value.region ?? 'us-east-1';
  const cloud = openCloud({
    region,
    clock: context.clock,
    environment: context.environment,
    ...(await localOf(root, target)),
  });
  if (estate.targets.has(target)) context.view.progress(`asking AWS what ${target} holds`);
  const { lock, problems } = await lockEstate(estate, target, cloud);
  const file = `estate/${target}.lock.json`;
  const before = estate.locks.get(target)?.value;
  const changed = lock !== undefined && (before === undefined || formatLock(before) !== formatLock(lock));
  if (lock && changed) await writeWhole(join(root, file), formatLock(lock));
  context.view.problems(problems);
  context.view.object('estate lock', { target, file, changed, problems });
  if (lock) context.view.result(changed ? `wrote ${file}; have it reviewed` : `${file} is up to date`);
  return lock ? exit.done : problems.some(({ code }) => code === 'BG0202') ? exit.files : exit.refused;
}

/** Where the archive says that the target is local, its endpoint; otherwise AWS itself. */
async function localOf(root: string, target: string) {
  if (!localTargets(root).includes(target)) return {};
  const genesis = await readGenesis(await openTargetStore(root, target), { target });
  if (!genesis.ok || genesis.value.endpoint === null) return {};
  return { endpoint: genesis.value.endpoint, credentials: localCredentials };
}
