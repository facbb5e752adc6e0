/** The verdict on a grant from signatures alone: they need nothing but the repository. */
import { rosterOf, ruleOf, termsOf } from '../../approval/asked.ts';
import type { Evidence, Signature } from '../../approval/evidence.ts';
import { judge, type Verdict } from '../../approval/verdict.ts';
import type { Grant } from '../../grant/grant.ts';
import type { Instant } from '../../grant/lifetime.ts';
import type { Estate } from '../../grant/resolve/estate.ts';

type Beside = { readonly estate: Estate; readonly repository: string; readonly now: Instant };

export function judgeSignatures(grant: Grant, signatures: readonly Signature[], beside: Beside): Verdict {
  const roster = rosterOf(grant, beside.estate);
  const evidence: Evidence = {
    asked: {
      ...termsOf(grant),
      grant: grant.id,
      bytes: grant.written.digest,
      repository: beside.repository,
      person: grant.person.id,
      mode: 'file',
    },
    rule: ruleOf(grant),
    roster: { before: roster, now: roster },
    reviews: { kind: 'none' },
    signatures,
    now: beside.now,
  };
  return judge(evidence);
}
