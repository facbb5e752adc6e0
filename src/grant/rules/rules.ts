/**
 * The rules of a grant: one table of small checks, each of which names what it found. Every check
 * runs; a grant may be opened when none finds anything.
 */
import { type Problem, sortProblems } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import type { Estate, Resolution } from '../resolve/resolve.ts';
import { ceilingRules } from './ceiling.ts';
import { checkEstate } from './estate.ts';
import { identityRules } from './identity.ts';
import { limitRules } from './limits.ts';
import { checkPlaybooks } from './playbook.ts';
import { tableRules } from './table.ts';

export type Rule = (grant: Grant, estate: Estate) => readonly Problem[];

const rules: readonly Rule[] = [...identityRules, ...ceilingRules, ...tableRules, ...limitRules];

/** Everything that is wrong with what the files mean, sorted. Dates against the clock are in `opening.ts`. */
export function checkRules({ grants, estate }: Resolution): Problem[] {
  const problems = grants.flatMap((grant) => rules.flatMap((rule) => rule(grant, estate)));
  return sortProblems([...problems, ...checkPlaybooks(estate), ...checkEstate(estate)]);
}
