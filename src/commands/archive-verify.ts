/** `archive verify`: proves that no record was changed, left out or added. Reads only; asks no AWS. */
import type { Verification } from '../archive/verification.ts';
import { verifyArchive } from '../steps/archive/verify-archive.ts';
import { safe } from '../view/safe.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';

export async function archiveVerify({ target = '' }: Options, { folder, view }: Context): Promise<Exit> {
  const store = await openTargetStore(endingRoot(folder), target);
  const { first, problems, remarks, unlogged, counts, head } = await verifyArchive(store);
  const ok = first === undefined;
  view.problems([...problems, ...remarks]);
  // An object that no entry names has an infinite number, which JSON has not.
  const wrong = first ? { ...first, seq: Number.isFinite(first.seq) ? first.seq : null } : null;
  view.object('archive verify', {
    target,
    ok,
    first: wrong,
    counts,
    head: head ?? null,
    problems,
    remarks,
    unlogged,
  });
  view.result(
    ok
      ? intact(counts, unlogged)
      : safe(`NOT INTACT: the first record that is wrong is ${first.key}: ${first.why}`),
  );
  return ok ? exit.done : exit.failed;
}

function intact({ entries, grants, objects }: Verification['counts'], unlogged: readonly string[]): string {
  const log = entries === 1 ? '1 log entry' : `${entries} log entries in one chain`;
  const whole = `${log}, ${plural(grants, 'grant')}, ${plural(objects, 'object')}`;
  if (unlogged.length === 0) return `intact: ${whole}`;
  return `intact as far as it is logged: ${whole}; not proven: ${plural(unlogged.length, 'record')} that no entry names yet`;
}
