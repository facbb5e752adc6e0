/** `archive verify`: proves that no record was changed, left out or added. Reads the archive only. */
import { verifyArchive } from '../steps/archive/verify-archive.ts';
import { safe } from '../view/safe.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';

export async function archiveVerify({ target = '' }: Options, context: Context): Promise<Exit> {
  const { folder, view } = context;
  const { store } = await openTargetStore(endingRoot(folder), target, context);
  const { first, problems, counts, head } = await verifyArchive(store);
  const ok = first === undefined;
  view.problems(problems);
  // An object that no entry names has an infinite number, which JSON has not.
  const wrong = first ? { ...first, seq: Number.isFinite(first.seq) ? first.seq : null } : null;
  view.object('archive verify', { target, ok, first: wrong, counts, head: head ?? null, problems });
  view.result(
    ok ? intact(counts) : safe(`NOT INTACT: the first record that is wrong is ${first.key}: ${first.why}`),
  );
  return ok ? exit.done : exit.failed;
}

function intact({ entries, grants, objects }: { entries: number; grants: number; objects: number }): string {
  const log = entries === 1 ? '1 log entry' : `${entries} log entries in one chain`;
  return `intact: ${log}, ${plural(grants, 'grant')}, ${plural(objects, 'object')}`;
}
