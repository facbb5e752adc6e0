/** The one grant that somebody means by a file, an id or a part of it. */
import type { Checked } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import type { Instant } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import type { SourceFile } from '../grant/written.ts';
import type { View } from '../view/view.ts';
import { meantIds, writtenIds } from './choose-ids.ts';

type Among = { readonly files: readonly SourceFile[]; readonly checked: Checked; readonly now: Instant };

/** Undefined when something is wrong with the files it leans on: the view has been told. */
export function chooseGrant(asked: string, { files, checked, now }: Among, view: View): Grant | undefined {
  const word = asked.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const all = writtenIds(files);
  const current = all.filter((id) => !checked.grants.some((one) => one.id === id && isPast(one, now)));
  const [id] = meantIds([word], current, all);
  const grant = checked.sound.find((one) => one.id === id);
  if (grant === undefined) view.problems(checked.problems);
  return grant;
}
