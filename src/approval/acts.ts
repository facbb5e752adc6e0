/** Reviews and signatures as one list: who decided what, when, and on which terms. */
import type { Instant } from '../grant/lifetime.ts';
import type { Evidence, Pull, Review, Roster, Signature, Terms } from './evidence.ts';

export type Act = {
  /** For sentences: the person where one is known, else the account's login. */
  readonly who: string;
  readonly person: string | undefined;
  readonly decision: Review['decision'];
  readonly at: Instant;
  /** `nothing` when it cannot be read any more. */
  readonly read: Terms;
} & (
  | { readonly way: 'review'; readonly review: Review; readonly pull: Pull }
  | { readonly way: 'signature'; readonly signature: GoodSignature }
);

type GoodSignature = Extract<Signature, { good: true }>;

export const nothing = { meaning: '', minutes: 0, notAfter: 0 as Instant } satisfies Terms;

/** Reviews first, in the order in which they were given. A signature that is not good is nobody's act. */
export function actsOf({ reviews, signatures, roster }: Evidence): Act[] {
  const pulls = reviews.kind === 'known' ? reviews.pulls : [];
  return [
    ...pulls.flatMap((pull) => pull.reviews.map((review) => ofReview(review, pull, roster.now))),
    ...signatures.flatMap((signature) => (signature.good ? [ofSignature(signature)] : [])),
  ];
}

function ofReview(review: Review, pull: Pull, roster: Roster): Act {
  const { account, login, decision, at, read = nothing } = review;
  const person = personOf(account, roster);
  return { way: 'review', who: person ?? login, person, decision, at, read, review, pull };
}

/** The number decides: a login can be given up, and taken by somebody else. An account of two people is nobody's. */
export function personOf(account: number, { people }: Roster): string | undefined {
  const [first, ...others] = people.filter(({ accounts }) => accounts.includes(account));
  return others.length === 0 ? first?.id : undefined;
}

function ofSignature(signature: GoodSignature): Act {
  const { person, statement } = signature;
  const { decision, at, ...read } = statement;
  return { way: 'signature', who: person, person, decision, at, read, signature };
}
