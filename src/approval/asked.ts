/** What a grant asks approvers for, and who they are: from a resolved grant and its estate. */

import type { Grant } from '../grant/grant.ts';
import { parseMinutes } from '../grant/lifetime.ts';
import { meaningDigest, meaningOf } from '../grant/meaning.ts';
import type { Estate } from '../grant/resolve/estate.ts';
import { membersOf } from '../grant/resolve/members.ts';
import type { Roster, Rule, Terms } from './evidence.ts';

export function termsOf(grant: Grant): Terms {
  return { meaning: meaningDigest(meaningOf(grant)), minutes: grant.minutes, notAfter: grant.notAfter };
}

export function ruleOf({ playbook }: Grant): Rule {
  const {
    required,
    maxAge,
    afterMerge = false,
    signatures = 'touch',
    atLeastOneFrom,
  } = playbook.value.approvals;
  return {
    required,
    maxAge: parseMinutes(maxAge) ?? 0,
    afterMerge,
    factor: signatures,
    special: atLeastOneFrom,
  };
}

export function rosterOf({ playbook }: Grant, estate: Estate): Roster {
  const { from, atLeastOneFrom } = playbook.value.approvals;
  return {
    people: [...estate.people.values()].map(({ name, value }) => ({
      id: name,
      accounts: value.github ? [value.github.id] : [],
    })),
    approvers: [...membersOf(estate, from)],
    special: [...membersOf(estate, atLeastOneFrom === undefined ? [] : [atLeastOneFrom])],
  };
}
