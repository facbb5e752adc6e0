/** `plan`: what the grants in the files would open. Offline, without a clock in the result, from data alone. */
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import { meaningDigest, meaningOf } from '../grant/meaning.ts';
import { previewResources } from '../grant/preview.ts';
import { addressOf } from '../grant/resources.ts';
import { isPast } from '../grant/rules/opening.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { renderPlan } from '../view/plan.ts';
import { chooseIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';

export async function plan(ids: readonly string[], context: Context): Promise<Exit> {
  const checked = checkFiles(readWorkTree(findRoot(context.folder)));
  const now = context.clock.now();
  const waiting = checked.sound.filter((grant) => ids.length > 0 || !isPast(grant, now));
  const grants = ids.length === 0 ? waiting : chooseIds(ids, waiting, ({ id }) => id);
  context.view.problems(checked.problems);
  context.view.object('plan', { grants: grants.map(planned), problems: checked.problems });
  context.view.result(renderPlan(grants, { now, colours: context.view.colours }));
  return hasErrors(checked) ? exit.files : exit.done;
}

function planned(grant: Grant) {
  const meaning = meaningOf(grant);
  return {
    grant: grant.id,
    meaningDigest: meaningDigest(meaning),
    meaning,
    resources: previewResources(grant).map((resource) => ({ address: addressOf(resource), ...resource })),
  };
}

function hasErrors({ problems }: Checked): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
