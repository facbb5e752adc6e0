/** Who it was, and whether they may approve this grant. */
import { type Act, personOf } from './acts.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

/** A machine approves what it is made to approve. GitHub has five kinds of account, and may get more. */
export function isHuman(act: Act): Finding | undefined {
  if (act.way === 'signature' || act.review.kind === 'User') return undefined;
  return {
    reason: 'not-human',
    says: `${act.who} is a ${act.review.kind}`,
    repair: 'ask a person to approve',
  };
}

export function isKnown({ who, person }: Act, { roster }: Evidence): Finding | undefined {
  if (roster.now.people.some(({ id }) => id === person)) return undefined;
  return notApprover(who, 'is nobody of the estate');
}

/** Taking somebody out of a team acts at once. */
export function mayApprove({ who, person }: Act, { roster }: Evidence): Finding | undefined {
  if (roster.now.approvers.includes(person ?? '')) return undefined;
  return notApprover(who, 'may not approve under this playbook');
}

/** Nobody becomes an approver of what is open already. */
export function couldApproveBefore({ who, person }: Act, { roster }: Evidence): Finding | undefined {
  if (roster.before.approvers.includes(person ?? '')) return undefined;
  return notApprover(who, 'could not approve yet when the pull request was made');
}

function notApprover(who: string, says: string): Finding {
  return {
    reason: 'not-approver',
    says: `${who} ${says}`,
    repair: "ask somebody of the playbook's approvers",
  };
}

export function mayPush(act: Act): Finding | undefined {
  if (act.way === 'signature' || act.review.canPush) return undefined;
  return {
    reason: 'no-write',
    says: `${act.who} may only read this repository`,
    repair: `give ${act.who} write access, or ask another approver`,
  };
}

export function isNotThePerson({ who, person }: Act, { asked }: Evidence): Finding | undefined {
  if (person !== asked.person) return undefined;
  return { reason: 'is-subject', says: `the grant is for ${who}`, repair: `ask somebody else than ${who}` };
}

/** Two who ask together must not approve each other. */
export function asksForNothingBeside({ who, person }: Act, { reviews }: Evidence): Finding | undefined {
  if (reviews.kind !== 'known' || !reviews.pulls.some(({ people }) => people.includes(person ?? '')))
    return undefined;
  return {
    reason: 'is-subject',
    says: `${who} asks for a grant in the same pull request`,
    repair: `ask somebody else than ${who}`,
  };
}

/** Who wrote it would be the second pair of eyes on their own work. */
export function hasNoPartInIt({ who, person }: Act, { reviews, roster }: Evidence): Finding | undefined {
  const pulls = reviews.kind === 'known' ? reviews.pulls : [];
  const contributors = pulls
    .flatMap((pull) => pull.contributors)
    .map((account) => personOf(account, roster.now));
  if (!contributors.includes(person)) return undefined;
  return {
    reason: 'contributor',
    says: `${who} opened the pull request, or wrote, committed or pushed a commit that changes the grant`,
    repair: `ask somebody else than ${who}; if ${who} had no part in it, make a new pull request without that commit`,
  };
}
