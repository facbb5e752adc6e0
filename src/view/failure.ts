/** Why a command ended early: what is wrong, then what to do. */
import type { ProblemCode } from '../problem/codes/codes.ts';
import { safeLines } from './safe.ts';
import type { Colours } from './view.ts';

export type Failure = {
  /** `error`: what was typed. `failed`: the world. `refused`: a rule. `bug`: ourselves. */
  readonly kind: 'error' | 'failed' | 'refused' | 'interrupted' | 'bug in breakglass';
  readonly error: { readonly message: string; readonly hint?: string; readonly code?: ProblemCode };
};

export function renderFailure({ kind, error }: Failure, { red, cyan }: Colours): string {
  const { message, hint, code } = error;
  const head = `${red(code === undefined ? kind : `${kind}[${code}]`)}: ${safeLines(message.trimEnd())}`;
  return hint === undefined ? head : `${head}\n  ${cyan('help')}: ${safeLines(hint)}`;
}
