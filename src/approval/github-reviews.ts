/** The opinions in a pull request: comments are none, and of each account the latest counts. */
import type { Reading, Review } from './evidence.ts';
import { Incomplete, instant, maybe, nodes, number, type Part, part, text, word, yes } from './shape.ts';

type Beside = {
  readonly readings: { readonly [commit: string]: Reading | null };
  /** `ReviewDismissedEvent`s. */
  readonly dismissals: readonly Part[];
};

export function reviewsIn(pull: Part, beside: Beside): Review[] {
  const opinions = nodes(pull, 'reviews').flatMap((review) => opinionOf(review, beside) ?? []);
  const accounts = [...new Set(opinions.map(({ account }) => account))];
  return accounts.flatMap(
    (account) =>
      opinions
        .filter((one) => one.account === account)
        .sort(byTime)
        .at(-1) ?? [],
  );
}

const states = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING'] as const;
const kinds = ['User', 'Bot', 'Mannequin', 'Organization', 'EnterpriseUserAccount'] as const;

function opinionOf(review: Part, { readings, dismissals }: Beside): Review | undefined {
  const state = word(review, 'state', states);
  const author = maybe(review, 'author', part);
  // Of an account that was deleted nobody can say whose it was.
  if (author === undefined || state === 'COMMENTED' || state === 'PENDING') return undefined;
  const commit = text(part(review, 'commit'), 'oid');
  return {
    account: number(author, 'databaseId'),
    login: text(author, 'login'),
    kind: word(author, '__typename', kinds),
    decision: decisionOf(review, state, dismissals),
    at: instant(review, 'submittedAt'),
    commit,
    canPush: yes(review, 'authorCanPushToRepository'),
    byEmail: yes(review, 'createdViaEmail'),
    read: readings[commit] ?? undefined,
  };
}

/** Whoever may write can dismiss a refusal: it stands until the one who refused takes it back. */
function decisionOf(
  review: Part,
  state: (typeof states)[number],
  dismissals: readonly Part[],
): Review['decision'] {
  if (state !== 'DISMISSED') return state === 'APPROVED' ? 'approve' : 'refuse';
  const id = text(review, 'fullDatabaseId');
  const event = dismissals.find((one) => text(part(one, 'review'), 'fullDatabaseId') === id);
  if (event === undefined) throw new Incomplete(`does not say what ${review.at} was before it was dismissed`);
  return word(event, 'previousReviewState', states) === 'CHANGES_REQUESTED' ? 'refuse' : 'dismissed';
}

const weight = { approve: 0, dismissed: 1, refuse: 2 };

/** Of two in one second the harder one is taken for the later. */
function byTime(a: Review, b: Review): number {
  return a.at - b.at || weight[a.decision] - weight[b.decision];
}
