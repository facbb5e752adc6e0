/** A prepared local AWS that stays, so that somebody can run the commands by hand. */
import { once } from 'node:events';
import type { View } from '../../view/view.ts';

export type Stay = {
  readonly target: string;
  /** The copy of the repository. */
  readonly folder: string;
  readonly endpoint: string;
  readonly view: View;
  /** Its abort is the end. */
  readonly interrupted: AbortSignal;
};

/** Says what can be tried, and throws the reason of the interrupt when it comes. */
export async function stay({ target, folder, endpoint, view, interrupted }: Stay): Promise<never> {
  const command = `breakglass -C ${folder}`;
  view.result(`
The local AWS answers at ${endpoint} until you press Ctrl-C here. In another terminal:

  ${command} apply --target ${target}
  ${command} status
  git -C ${folder} rm grants/<its file>
  git -C ${folder} commit -m "Not needed any more"
  ${command} sweep --target ${target}`);
  if (!interrupted.aborted) await once(interrupted, 'abort');
  throw interrupted.reason;
}
