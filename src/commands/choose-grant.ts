/** The one grant that somebody means by a file, an id or a part of it. */
import type { Checked } from '../grant/check.ts';
import type { Grant } from '../grant/grant.ts';
import type { View } from '../view/view.ts';
import { chooseIds } from './choose-ids.ts';

/** Undefined when something is wrong with the files it leans on: the view has been told. */
export function chooseGrant(
  asked: string,
  checked: Pick<Checked, 'sound' | 'written' | 'problems'>,
  view: View,
): Grant | undefined {
  const text = asked.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const { sound, written, problems } = checked;
  const known = [
    ...written.grants.map(({ value }) => value.id),
    ...written.broken.flatMap(({ file, kind }) => (kind === 'Grant' ? [stem(file)] : [])),
  ];
  const [id = ''] = chooseIds([text], [...new Set(known)], (one) => one);
  const grant = sound.find((one) => one.id === id);
  if (grant === undefined) view.problems(problems);
  return grant;
}

function stem(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
}
