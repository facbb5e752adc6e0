/** What archives know of one grant, for a command that asks nobody it was not told to ask. */
import type { Ending, Warrant } from '../archive/records.ts';
import { directoryStore } from '../outside/directory-store.ts';
import { localArchive, localTargets } from '../outside/local-folder.ts';
import { Outage } from '../problem/outage.ts';
import { readGenesis } from '../steps/archive/open-archive.ts';
import { listGrants, readGrantsById } from '../steps/archive/read-records.ts';
import type { Context } from './context.ts';
import { openTargetStore, type TargetStore } from './target-store.ts';

export type OnRecord = {
  readonly warrants: readonly Warrant[];
  readonly endings: readonly Ending[];
  /** What cannot be known, in words. */
  readonly notes: readonly string[];
};

export type Records = { readonly ids: readonly string[]; of(grant: string): Promise<OnRecord> };

/** Archives that lie in folders here, or that of `target`, wherever it is. Only the latter may throw. */
export async function recordsOf(
  root: string,
  target: string | undefined,
  context: Context,
): Promise<Records> {
  const here = localTargets(root).flatMap((name): TargetStore[] => {
    const found = localArchive(root, name);
    const expected = { target: name, kind: 'directory' } as const;
    return found && 'folder' in found ? [{ store: directoryStore(found.folder), expected }] : [];
  });
  const stores = target === undefined ? here : [await openTargetStore(root, target, context)];
  const notes: string[] = stores.length > 0 ? [] : [noArchive];
  const opened = await Promise.all(stores.map((one) => open(one, target === undefined ? notes : undefined)));
  const archives = opened.flatMap((one) => one ?? []);
  return {
    ids: archives.flatMap(({ ids }) => ids),
    async of(grant) {
      const found = archives.find(({ ids }) => ids.includes(grant));
      return found === undefined ? { warrants: [], endings: [], notes } : found.of(grant, notes);
    },
  };
}

const noArchive =
  'Whether it is switched on already: no archive lies here. With --target the one of the target is asked.';

/** Undefined, with a note, for one that cannot be read; without `notes` it throws. */
async function open({ store, expected }: TargetStore, notes: string[] | undefined) {
  try {
    const genesis = await readGenesis(store, expected);
    if (!genesis.ok) throw new Outage(genesis.problems.map(({ message }) => message).join('; '));
    const home = { store, genesis: genesis.value };
    return {
      ids: [...(await listGrants(store)).keys()],
      async of(grant: string, more: readonly string[]): Promise<OnRecord> {
        const { grants, unreadable } = await readGrantsById(home, [grant]);
        const why = unreadable.get(grant);
        const { warrants, endings } = grants.get(grant) ?? { warrants: [], endings: [] };
        return {
          warrants,
          endings,
          notes: why === undefined ? more : [...more, `All of its records: ${why}.`],
        };
      },
    };
  } catch (error) {
    if (!(error instanceof Outage) || notes === undefined) throw error;
    notes.push(`Whether it is switched on already: ${error.message}.`);
    return undefined;
  }
}
