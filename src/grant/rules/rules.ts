/**
 * The rules of a grant: one table of small checks, each of which names what it found. Every check
 * runs; a grant may be opened when none finds anything.
 */
import { type Problem, sortProblems } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import type { Estate, Resolution } from '../resolve/resolve.ts';
import { ceilingRules } from './ceiling.ts';
import { checkEstate } from './estate.ts';
import { approvers, eligible, identityRules } from './identity.ts';
import { limitRules } from './limits.ts';
import { checkPlaybooks } from './playbook.ts';
import { secretWords } from './secret.ts';
import { tableRules } from './table.ts';

export type Rule = (grant: Grant, estate: Estate) => readonly Problem[];

const rules: readonly Rule[] = [...identityRules, ...tableRules, ...limitRules, secretWords];

/** Everything that is wrong with what the files mean, sorted. Dates against the clock are in `opening.ts`. */
export function checkRules({ grants, estate, problems }: Resolution): Problem[] {
  const found = [...checkPlaybooks(estate), ...checkEstate(estate)];
  const wrong = new Set([...problems, ...found].map(({ place }) => place?.file ?? ''));
  const ofGrants = grants.flatMap((grant) =>
    [...rules, ...leaning(grant, estate, wrong)].flatMap((rule) => rule(grant, estate)),
  );
  return sortProblems([...ofGrants, ...found]);
}

/**
 * Rules that measure a grant by its playbook and the estate. While these are wrong themselves,
 * what they would say is only a consequence: one problem per cause.
 */
function leaning({ playbook }: Grant, { incomplete }: Estate, wrong: ReadonlySet<string>): readonly Rule[] {
  if (wrong.has(playbook.file)) return [];
  const estateWrong = incomplete.has('Estate') || [...wrong].some(isEstate);
  return estateWrong ? ceilingRules : [eligible, approvers, ...ceilingRules];
}

function isEstate(file: string): boolean {
  return file.startsWith('estate/') && file.endsWith('.yaml');
}
