/** `estate lock`: fetches the identities that AWS holds, into a file that is reviewed like code. */
import { join } from 'node:path';
import { type Checked, checkFiles } from '../grant/check.ts';
import type { LockFile } from '../grant/files.generated.ts';
import { formatLock } from '../grant/lock.ts';
import type { Estate } from '../grant/resolve/estate.ts';
import { openCloud } from '../outside/aws/cloud.ts';
import { findRoot, readWorkTree, writeWhole } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import type { Cloud } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import type { Problem } from '../problem/problem.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { lockEstate } from '../steps/lock-estate.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { localCredentials } from './open-world.ts';
import type { Options } from './options.ts';
import { openTargetStore } from './target-store.ts';

export async function estateLock({ target = '' }: Options, context: Context): Promise<Exit> {
  const root = findRoot(context.folder);
  const checked = checkFiles(readWorkTree(root));
  if (checked.written.broken.some(({ kind }) => kind === 'Estate')) return refuse(checked, target, context);
  const { estate } = checked;
  const cloud = await cloudOf(root, estate, { target, context });
  if (estate.targets.has(target)) context.view.progress(`asking AWS what ${target} holds`);
  const { lock, problems } = await lockEstate(estate, target, cloud);
  const file = `estate/${target}.lock.json`;
  const changed = lock !== undefined && differs(lock, estate.locks.get(target)?.value);
  context.begin();
  if (changed) await writeWhole(join(root, file), formatLock(lock));
  context.view.problems(problems);
  context.view.object('estate lock', { target, file, changed, problems });
  if (!lock) return problems.some(({ code }) => code === 'BG0202') ? exit.files : exit.refused;
  context.view.result(changed ? `wrote ${file}; have it reviewed` : `${file} is up to date`);
  return exit.done;
}

/** Without the estate nobody knows what to ask for. Problems of grants and playbooks are not in the way. */
function refuse({ problems: found }: Checked, target: string, { view }: Context): Exit {
  const problems = found.filter(
    ({ place, severity }) => severity === 'error' && /^estate\/.*\.ya?ml$/.test(place?.file ?? ''),
  );
  view.problems(problems);
  view.object('estate lock', { target, changed: false, problems });
  return exit.files;
}

function differs(lock: LockFile, before: LockFile | undefined): boolean {
  return before === undefined || formatLock(before) !== formatLock(lock);
}

async function cloudOf(
  root: string,
  estate: Estate,
  { target, context }: { readonly target: string; readonly context: Context },
): Promise<Cloud> {
  const { clock, environment } = context;
  // A target that the estate does not name is refused before anything is asked anywhere.
  const region = estate.targets.get(target)?.value.region ?? 'us-east-1';
  return openCloud({ region, clock, environment, ...(await localOf(root, target, context)) });
}

/** Where the archive says that the target is local, its endpoint; otherwise AWS itself. */
async function localOf(root: string, target: string, context: Context) {
  if (!localTargets(root).includes(target)) return {};
  const { store, expected } = await openTargetStore(root, target, context);
  const genesis = await readGenesis(store, expected);
  if (!genesis.ok) throw refusalOf(genesis.problems);
  if (genesis.value.endpoint === null) return {};
  return { endpoint: genesis.value.endpoint, credentials: localCredentials };
}

/** Without its archive nobody knows whether the target is a local one: AWS itself is not asked in its place. */
function refusalOf([problem]: readonly Problem[]): Outage {
  const { message = 'the archive cannot be read', code, hint } = problem ?? {};
  return new Outage(message, { ...(code && { code }), ...(hint && { hint }) });
}
