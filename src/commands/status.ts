/** `status`: what is live, what waits, what is not proven closed. From files and archives; AWS is not asked. */
import { checkFiles } from '../grant/check.ts';
import type { Instant } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import { readWorkTree } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { listGrants, readUnfinished } from '../steps/archive/read-records.ts';
import { decide } from '../steps/sweep/decide.ts';
import { renderStatus, type TargetStatus, type Waiting } from '../view/status.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { openTargetStore } from './open-world.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';

export async function status({ target }: Options, context: Context): Promise<Exit> {
  const root = endingRoot(context.folder);
  const now = context.clock.now();
  const names = target === undefined ? localTargets(root) : [target];
  const targets = await Promise.all(names.map((name) => statusOf(root, name, now)));
  const known = new Set(targets.flatMap(({ ids }) => ids));
  const waiting = waitingIn(root, now).filter(
    ({ grant, target: at }) => !known.has(grant) && (target ?? at) === at,
  );
  const shown = targets.map(({ ids: _, ...rest }) => rest);
  context.view.object('status', { targets: shown, waiting });
  context.view.result(renderStatus(shown, waiting, { now, colours: context.view.colours }));
  return exit.done;
}

async function statusOf(
  root: string,
  target: string,
  now: Instant,
): Promise<TargetStatus & { ids: string[] }> {
  const store = openTargetStore(root, target);
  const genesis = await readGenesis(store, { target });
  if (!genesis.ok)
    return {
      target,
      live: [],
      over: [],
      unreadable: genesis.problems.map(({ message }) => message),
      ids: [],
    };
  const records = { ...(await readUnfinished({ store, genesis: genesis.value })), outage: undefined };
  const nothing = { complete: true, items: [] } as const;
  const standing = { roles: nothing, openings: nothing, schedules: nothing };
  const { live, over } = decide({ records, standing, withdrawn: new Map(), now });
  return {
    target,
    live: live.map(({ grant, end }) => ({ grant, end })),
    over: over.map(({ grant, why, endings }) => ({ grant, why, last: endings.at(-1)?.kind ?? 'nothing' })),
    unreadable: [...records.unreadable].map(([grant, why]) => `${grant}: ${why}`),
    ids: [...(await listGrants(store)).keys()],
  };
}

/** Grants of the files that are neither past nor known to an archive. */
function waitingIn(root: string, now: Instant): Waiting[] {
  const { sound } = checkFiles(readWorkTree(root));
  return sound
    .filter((grant) => !isPast(grant, now))
    .map(({ id, target, person, notAfter }) => ({
      grant: id,
      target: target.id,
      person: person.name,
      notAfter,
    }));
}
