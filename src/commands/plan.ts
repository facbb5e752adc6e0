/** `plan`: what the grants in the files would open. Offline, from data alone; the clock only says which are past. */
import { type Checked, checkFiles } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import { meaningDigest, meaningOf } from '../grant/meaning.ts';
import { previewResources } from '../grant/preview.ts';
import { addressOf } from '../grant/resources.ts';
import { isPast } from '../grant/rules/opening.ts';
import type { SourceFile } from '../grant/written.ts';
import { findRoot, readWorkTree } from '../outside/files.ts';
import { renderPlan } from '../view/plan.ts';
import { plural } from '../view/words.ts';
import { chooseIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';

export async function plan(ids: readonly string[], { clock, folder, view }: Context): Promise<Exit> {
  const files = readWorkTree(findRoot(folder));
  const checked = checkFiles(files);
  const now = clock.now();
  const written = idsOf(files);
  const current = written.filter((id) => !checked.grants.some((one) => one.id === id && isPast(one, now)));
  const asked = ids.length === 0 ? written : meant(ids, current, written);
  const chosen = checked.sound.filter(({ id }) => asked.includes(id));
  const grants = ids.length === 0 ? chosen.filter((grant) => !isPast(grant, now)) : chosen;
  const left = asked.filter((id) => !checked.sound.some((grant) => grant.id === id));
  view.problems(checked.problems);
  if (left.length > 0)
    view.note(`not shown, because of these problems: ${plural(left.length, 'grant')}: ${left.join(', ')}`);
  view.object('plan', { grants: grants.map(planned), left, problems: checked.problems });
  if (grants.length > 0 || left.length === 0) {
    view.result(renderPlan(grants, { now, colours: view.colours, width: view.width }));
  }
  return hasErrors(checked) ? exit.files : exit.done;
}

/** Old grants pile up: a part of an id means one that is not past, unless none of those fits. */
function meant(ids: readonly string[], current: readonly string[], all: readonly string[]): string[] {
  const fits = (text: string) => !all.includes(text) && current.some((id) => id.includes(text));
  return ids.flatMap((text) => chooseIds([text], fits(text) ? current : all, (id) => id));
}

/** A grant is called as its file is, also where the file cannot be read. */
function idsOf(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path }) => /^grants\/([^/]+)\.ya?ml$/.exec(path)?.[1] ?? []);
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
