/** Why something does not count: a name for programs, a sentence for people, and how to repair it. */
export type Finding = {
  readonly reason: Reason;
  readonly says: string;
  readonly repair: string;
};

export type Reason =
  // of the whole grant
  | 'not-regular-file'
  | 'incomplete-data'
  | 'changes-requested'
  | 'too-few'
  | 'nobody-special'
  // of the way in which it came to the default branch
  | 'direct-push'
  | 'ambiguous-pr'
  | 'no-merged-pr'
  | 'wrong-base'
  | 'fork'
  | 'mixed-change'
  | 'unknown-author'
  // of who approved
  | 'not-human'
  | 'not-approver'
  | 'no-write'
  | 'is-subject'
  | 'contributor'
  | 'same-person'
  // of what was approved, and when
  | 'bad-signature'
  | 'weak-key'
  | 'dismissed'
  | 'via-email'
  | 'before-retarget'
  | 'after-merge'
  | 'other-repository'
  | 'other-grant'
  | 'commit-unavailable'
  | 'content-changed'
  | 'meaning-changed'
  | 'longer-than-read'
  | 'in-the-future'
  | 'too-old';
