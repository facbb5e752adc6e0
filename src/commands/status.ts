/** `status`: what is live, what waits, what is not proven closed. From files and archives; AWS is not asked. */
import { kindsOf, type Stand, standOf } from '../archive/grants.ts';
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Instant } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import { readWorkTree } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import { newLogWindow } from '../steps/archive/log-window.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { readApplied } from '../steps/archive/read-applied.ts';
import { listGrants, readUnfinished } from '../steps/archive/read-records.ts';
import { decide } from '../steps/sweep/decide.ts';
import { renderStatus, type Status, statusObject, type TargetStatus, type Waiting } from '../view/status.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';

export async function status({ target }: Options, { clock, folder, view }: Context): Promise<Exit> {
  const root = endingRoot(folder);
  const now = clock.now();
  const shown = await statusNow(root, target, now);
  if (shown.broken.length > 0) {
    view.warning(`${plural(shown.broken.length, 'file')} cannot be relied on; see \`breakglass validate\``);
  }
  view.object('status', statusObject(shown));
  view.result(renderStatus(shown, { now, colours: view.colours }));
  return exit.done;
}

async function statusNow(root: string, target: string | undefined, now: Instant): Promise<Status> {
  const names = target === undefined ? localTargets(root) : [target];
  const found = await Promise.all(names.map((name) => statusOf(root, name, now)));
  const stands = new Map(found.flatMap(({ stands }) => stands));
  const checked = checkFiles(readWorkTree(root));
  const waiting = waitingIn(checked, now)
    .filter(({ grant }) => ['none', 'abandoned'].includes(stands.get(grant) ?? 'none'))
    .filter(({ target: at }) => (target ?? at) === at)
    .map((one) => (stands.has(one.grant) ? { ...one, again: true as const } : one));
  return { targets: found.map(({ stands: _, ...rest }) => rest), waiting, broken: brokenFiles(checked) };
}

async function statusOf(
  root: string,
  target: string,
  now: Instant,
): Promise<TargetStatus & { stands: [string, Stand][] }> {
  const store = await openTargetStore(root, target);
  const genesis = await readGenesis(store, { target });
  if (!genesis.ok) {
    const unreadable = genesis.problems.map(({ message }) => message);
    return { target, live: [], over: [], unreadable, stands: [] };
  }
  const records = { ...(await readUnfinished({ store, genesis: genesis.value })), outage: undefined };
  const nothing = { complete: true, items: [] } as const;
  const standing = { roles: nothing, openings: nothing, schedules: nothing };
  const warrants = [...records.grants.values()].flatMap((grant) => grant.warrants.slice(-1));
  const applied = await readApplied(store, newLogWindow(), warrants).catch(() => undefined);
  const { live, over } = decide({ records, standing, withdrawn: new Map(), applied, broken: [], now });
  return {
    target,
    live,
    over: over.map(({ grant, why, endings }) => ({ grant, why, last: endings.at(-1)?.kind ?? 'nothing' })),
    unreadable: [...records.unreadable].map(([grant, why]) => `${grant}: ${why}`),
    stands: [...(await listGrants(store))].map(([id, keys]) => [id, standOf(keys.warrants, kindsOf(keys))]),
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

function brokenFiles({ problems }: Checked): string[] {
  const files = problems.flatMap(({ severity, place }) =>
    severity === 'error' && place ? [place.file] : [],
  );
  return [...new Set(files)].sort();
}
