/** `status`: what is live, what waits, what is not proven closed. From files and archives; of AWS nothing else is asked. */
import { kindsOf, type Stand, standOf } from '../archive/grants.ts';
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Instant } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import { readWorkTree } from '../outside/files.ts';
import { openRepository } from '../outside/git.ts';
import { localTargets } from '../outside/local-folder.ts';
import { Outage } from '../problem/outage.ts';
import { newLogWindow } from '../steps/archive/log-window.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { readApplied } from '../steps/archive/read-applied.ts';
import { lastTrusted, readUnfinished } from '../steps/archive/read-records.ts';
import { decide } from '../steps/sweep/decide.ts';
import { withdrawnGrants } from '../steps/withdrawn.ts';
import { renderStatus, type Status, statusObject, type TargetStatus, type Waiting } from '../view/status.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore, type TargetStore } from './target-store.ts';

export async function status({ target }: Options, context: Context): Promise<Exit> {
  const { clock, folder, view } = context;
  const root = endingRoot(folder);
  const now = clock.now();
  const shown = await statusNow(root, target, context);
  if (shown.broken.length > 0) {
    view.warning(`${plural(shown.broken.length, 'file')} cannot be relied on; see \`breakglass validate\``);
  }
  view.object('status', statusObject(shown));
  view.result(renderStatus(shown, { now, colours: view.colours, width: view.width }));
  return exit.done;
}

async function statusNow(root: string, target: string | undefined, context: Context): Promise<Status> {
  const names = target === undefined ? localTargets(root) : [target];
  const found = await Promise.all(names.map((name) => statusOf(root, name, context)));
  const stands = new Map(found.flatMap(({ stands }) => stands));
  // What an archive holds decides about its grant, whatever its file says: only the others are read.
  const checked = checkFiles(readWorkTree(root).filter(({ path }) => mayWait(path, stands)));
  // What an archive knows cannot be told from what waits as long as it cannot be read.
  const unknown = new Set(found.filter(({ unread }) => unread).map((one) => one.target));
  const waiting = waitingIn(checked, context.clock.now())
    .filter(({ target: at }) => !unknown.has(at) && (target ?? at) === at)
    .map((one) => (stands.has(one.grant) ? { ...one, again: true as const } : one));
  return { targets: found.map(({ stands: _, ...rest }) => rest), waiting, broken: checked.faulty };
}

function mayWait(path: string, stands: ReadonlyMap<string, Stand>): boolean {
  const [, grant = ''] = /^grants\/(.+)\.yaml$/.exec(path) ?? [];
  return ['none', 'abandoned'].includes(stands.get(grant) ?? 'none');
}

/** `warning`: why nobody can say what the repository no longer wants. */
type Found = TargetStatus & {
  readonly warning?: string | undefined;
  readonly stands: readonly (readonly [string, Stand])[];
};

async function statusOf(root: string, target: string, context: Context): Promise<Found> {
  const archive = await openTargetStore(root, target, context);
  try {
    return await recordsIn(archive, { root, target, now: context.clock.now() });
  } catch (error) {
    // One archive that cannot be read hides neither the others nor what waits.
    if (!(error instanceof Outage)) throw error;
    return { target, live: [], over: [], unreadable: [error.message], stands: [], unread: true };
  }
}

async function recordsIn(
  { store, expected }: TargetStore,
  { root, target, now }: { readonly root: string; readonly target: string; readonly now: Instant },
): Promise<Found> {
  const genesis = await readGenesis(store, expected);
  if (!genesis.ok) throw new Outage(genesis.problems.map(({ message }) => message).join('; '));
  const home = { store, genesis: genesis.value };
  const records = { ...(await readUnfinished(home)), outage: undefined };
  const nothing = { complete: true, items: [] } as const;
  const standing = { roles: nothing, openings: nothing, schedules: nothing };
  const warrants = [...records.grants.values()].flatMap((grant) => grant.warrants.slice(-1));
  const applied = await readApplied(store, newLogWindow(genesis.value.log), warrants).catch(() => undefined);
  const since = warrants.length === 0 ? undefined : (await lastTrusted(home))?.commit;
  const { grants: withdrawn } = await withdrawnGrants(openRepository(root), warrants, since);
  const { live, over } = decide({ records, standing, withdrawn, applied, broken: [], now });
  return {
    target,
    live,
    over: over.map(({ grant, why, endings }) => ({ grant, why, last: endings.at(-1)?.kind ?? 'nothing' })),
    unreadable: [...records.unreadable].map(([grant, why]) => `${grant}: ${why}`),
    stands: [...records.keys].map(([id, keys]) => [id, standOf(keys.warrants, kindsOf(keys))]),
  };
}

/** Grants of the files that nothing speaks against and that are not past. */
function waitingIn({ sound }: Checked, now: Instant): Waiting[] {
  return sound
    .filter((grant) => !isPast(grant, now))
    .map(({ id, target, person, notAfter }) => ({
      grant: id,
      target: target.id,
      person: person.name,
      timeZone: person.timeZone,
      notAfter,
    }));
}
