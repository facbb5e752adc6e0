/** `status`: what is live, what waits, what is not proven closed. From files and archives; of AWS nothing else is asked. */
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Instant } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import { readWorkTree } from '../outside/files.ts';
import { localTargets } from '../outside/local-folder.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { listGrants, readUnfinished } from '../steps/archive/read-records.ts';
import { decide } from '../steps/sweep/decide.ts';
import { renderStatus, type Status, statusObject, type TargetStatus, type Waiting } from '../view/status.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';

export async function status({ target }: Options, context: Context): Promise<Exit> {
  const { clock, folder, view } = context;
  const root = endingRoot(folder);
  const now = clock.now();
  const shown = await statusNow(root, target, context);
  if (shown.broken.length > 0) {
    view.warning(`${plural(shown.broken.length, 'file')} cannot be relied on; see \`breakglass validate\``);
  }
  view.object('status', statusObject(shown));
  view.result(renderStatus(shown, { now, colours: view.colours }));
  return exit.done;
}

async function statusNow(root: string, target: string | undefined, context: Context): Promise<Status> {
  const names = target === undefined ? localTargets(root) : [target];
  const found = await Promise.all(names.map((name) => statusOf(root, name, context)));
  const known = new Set(found.flatMap(({ ids }) => ids));
  const checked = checkFiles(readWorkTree(root));
  const waiting = waitingIn(checked, context.clock.now()).filter(
    ({ grant, target: at }) => !known.has(grant) && (target ?? at) === at,
  );
  return { targets: found.map(({ ids: _, ...rest }) => rest), waiting, broken: brokenFiles(checked) };
}

async function statusOf(
  root: string,
  target: string,
  context: Context,
): Promise<TargetStatus & { ids: string[] }> {
  const { store, expected } = await openTargetStore(root, target, context);
  const genesis = await readGenesis(store, expected);
  if (!genesis.ok) {
    const unreadable = genesis.problems.map(({ message }) => message);
    return { target, live: [], over: [], unreadable, ids: [] };
  }
  const records = { ...(await readUnfinished({ store, genesis: genesis.value })), outage: undefined };
  const nothing = { complete: true, items: [] } as const;
  const standing = { roles: nothing, openings: nothing, schedules: nothing };
  const { live, over } = decide({ records, standing, withdrawn: new Map(), now: context.clock.now() });
  return {
    target,
    live: live.map(({ grant, end }) => ({ grant, end })),
    over: over.map(({ grant, why, endings }) => ({ grant, why, last: endings.at(-1)?.kind ?? 'nothing' })),
    unreadable: [...records.unreadable].map(([grant, why]) => `${grant}: ${why}`),
    ids: [...(await listGrants(store)).keys()],
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
