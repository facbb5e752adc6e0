/** `plan`: what the grants in the files would open. Offline, from data alone; the clock only says which are past. */
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import { meaningDigest, meaningOf } from '../grant/meaning.ts';
import { previewResources } from '../grant/preview.ts';
import type { Estate } from '../grant/resolve/estate.ts';
import { addressOf } from '../grant/resources.ts';
import { approverPool } from '../grant/rules/approver-pool.ts';
import { isPast } from '../grant/rules/opening.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { poolObject } from '../view/approve.ts';
import { renderPlan } from '../view/plan.ts';
import { plural } from '../view/words.ts';
import { meantIds, writtenIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';

export async function plan(ids: readonly string[], { clock, folder, view }: Context): Promise<Exit> {
  const files = readWorkTree(findRoot(folder));
  const checked = checkFiles(files);
  const now = clock.now();
  const written = writtenIds(files);
  const current = written.filter((id) => !checked.grants.some((one) => one.id === id && isPast(one, now)));
  const asked = ids.length === 0 ? written : meantIds(ids, current, written);
  const chosen = checked.sound.filter(({ id }) => asked.includes(id));
  const grants = ids.length === 0 ? chosen.filter((grant) => !isPast(grant, now)) : chosen;
  const left = asked.filter((id) => !checked.sound.some((grant) => grant.id === id));
  view.problems(checked.problems);
  if (left.length > 0)
    view.note(`not shown, because of these problems: ${plural(left.length, 'grant')}: ${left.join(', ')}`);
  view.object('plan', {
    grants: grants.map((grant) => planned(grant, checked.estate)),
    left,
    problems: checked.problems,
  });
  if (grants.length > 0 || left.length === 0) {
    view.result(
      renderPlan(grants, { now, estate: checked.estate, colours: view.colours, width: view.width }),
    );
  }
  return hasErrors(checked) ? exit.files : exit.done;
}

function planned(grant: Grant, estate: Estate) {
  const meaning = meaningOf(grant);
  return {
    grant: grant.id,
    meaningDigest: meaningDigest(meaning),
    meaning,
    approvers: poolObject(approverPool(grant.person.id, grant.playbook.value, estate)),
    resources: previewResources(grant).map((resource) => ({ address: addressOf(resource), ...resource })),
  };
}

function hasErrors({ problems }: Checked): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
