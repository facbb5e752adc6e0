/** `archive verify`: proves that no record was changed, left out or added. Reads the archive only. */
import type { Head } from '../archive/entry.ts';
import type { Sha256 } from '../archive/records.ts';
import type { Verification } from '../archive/verification.ts';
import { demandArchiveOf } from '../steps/archive/open-archive.ts';
import { verifyArchive } from '../steps/archive/verify-archive.ts';
import { safe } from '../view/safe.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';
import { unusable } from './usage.ts';

export async function archiveVerify({ target = '', head: noted }: Options, context: Context): Promise<Exit> {
  const { folder, view } = context;
  const wanted = noted === undefined ? undefined : headIn(noted);
  const { store } = await openTargetStore(endingRoot(folder), target, context);
  await demandArchiveOf(store, target);
  const verified = await verifyArchive(store, wanted, view.progress);
  const { first, problems, remarks, unlogged, counts, head } = verified;
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
  if (ok && head && !view.json) {
    view.result(`head: ${head.seq}:${head.sha256}`);
    view.note(
      'note the head elsewhere; a later `--head` with it finds an end that was cut off or written anew',
    );
  }
  return ok ? exit.done : exit.failed;
}

/** As an earlier run printed it: `11:sha256:9f2c…`. */
function headIn(text: string): Head {
  const [, seq, sha256] = /^(\d{1,12}):(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || sha256 === undefined) {
    throw unusable(
      `option '--head <head>' wants a head as \`archive verify\` prints it: number:sha256:digest`,
    );
  }
  return { seq: Number(seq), sha256: sha256 as Sha256 };
}

function intact({ entries, grants, objects }: Verification['counts'], unlogged: readonly string[]): string {
  const log = entries === 1 ? '1 log entry' : `${entries} log entries in one chain`;
  const whole = `${log}, ${plural(grants, 'grant')}, ${plural(objects, 'object')}`;
  if (unlogged.length === 0) return `intact: ${whole}`;
  return `intact as far as it is logged: ${whole}; not proven: ${plural(unlogged.length, 'record')} that no entry names yet`;
}
