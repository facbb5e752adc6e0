/** `archive verify`: proves that no record was changed, left out or added. Reads only; asks no AWS. */
import { findRoot } from '../outside/files.ts';
import { verifyArchive } from '../steps/archive/verify-archive.ts';
import { plural } from '../view/words.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { openTargetStore } from './open-world.ts';
import type { Options } from './options.ts';

export async function archiveVerify({ target = '' }: Options, context: Context): Promise<Exit> {
  const store = openTargetStore(findRoot(context.folder), target);
  const { first, problems, counts, head } = await verifyArchive(store);
  const ok = first === undefined;
  context.view.problems(problems);
  context.view.object('archive verify', {
    target,
    ok,
    first: first ?? null,
    counts,
    head: head ?? null,
    problems,
  });
  context.view.result(
    ok ? intact(counts) : `NOT INTACT: the first record that is wrong is ${first.key}: ${first.why}`,
  );
  return ok ? exit.done : exit.failed;
}

function intact({ entries, grants, objects }: { entries: number; grants: number; objects: number }): string {
  return `intact: ${entries} log entries in one chain, ${plural(grants, 'grant')}, ${plural(objects, 'object')}`;
}
