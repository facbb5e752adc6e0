/**
 * The rules of a grant: one table of small checks, each of which names what it found. Every check
 * runs; a grant may be opened when none finds anything. One that rests on a hole has nothing to say.
 */
import type { Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { attempt, judged } from '../holes.ts';
import type { Estate } from '../resolve/estate.ts';
import { ceilingRules } from './ceiling.ts';
import { identityRules } from './identity.ts';
import { limitRules } from './limits.ts';
import { secretWords } from './secret.ts';
import { tableRules } from './table.ts';

export type Rule = (grant: Grant, estate: Estate) => readonly Problem[];

const rules: readonly Rule[] = [...identityRules, ...tableRules, ...limitRules, ...ceilingRules, secretWords];

/** Everything that is wrong with what the grants mean. Dates against the clock are in `opening.ts`. */
export function checkGrants(drafts: readonly Grant[], estate: Estate): Problem[] {
  return drafts.flatMap((draft) => rules.flatMap((rule) => judged(() => rule(draft, estate))));
}

/** Fails closed: a rule that cannot be judged is not obeyed. */
export function obeysRules(grant: Grant, estate: Estate): boolean {
  return rules.every((rule) => attempt(() => rule(grant, estate))?.length === 0);
}
