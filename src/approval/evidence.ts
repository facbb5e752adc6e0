/**
 * All that a verdict is made of, as plain values. What could not be learnt is said as such, and is
 * never left out: an empty list here means that there is nothing.
 */
import type { Instant } from '../grant/lifetime.ts';
import type { Statement } from './statement.ts';

export type Evidence = {
  readonly asked: Asked;
  readonly rule: Rule;
  /** Who is who, and who may approve: as it was before the pull request, and as it is now. */
  readonly roster: { readonly before: Roster; readonly now: Roster };
  readonly reviews: Reviews;
  readonly signatures: readonly Signature[];
  /** The instant at which the grant is, or would be, switched on. */
  readonly now: Instant;
};

/** What an approver reads, and what must not have become more since. */
export type Terms = {
  readonly meaning: string;
  /** The longest duration. */
  readonly minutes: number;
  /** The wall. */
  readonly notAfter: Instant;
};

/** The digest of a grant's bytes, and their terms. */
export type Reading = Terms & { readonly bytes: string };

/** What is to be opened, as it stands on the default branch. */
export type Asked = Reading & {
  /** Id of the grant. */
  readonly grant: string;
  /** Which repository this is, as statements name it. */
  readonly repository: string;
  readonly person: string;
  readonly mode: 'file' | 'executable' | 'link' | 'submodule';
};

/** What the playbook demands of approvals. */
export type Rule = {
  readonly required: number;
  /** How old an approval may be, in minutes. */
  readonly maxAge: number;
  /** Whether a review counts that was given after the merge. */
  readonly afterMerge: boolean;
  /** The least that the key of a signature must have asked of its owner. */
  readonly factor: Factor;
  /** Who at least one approval must come from, as the playbook calls them. */
  readonly special?: string | undefined;
};

export type Factor = 'software' | 'touch' | 'pin';

export type Roster = {
  readonly people: readonly { readonly id: string; readonly accounts: readonly number[] }[];
  /** Who may approve under the playbook; ids of people. */
  readonly approvers: readonly string[];
  /** Whom `special` of the rule means. */
  readonly special: readonly string[];
};

/** `none`: the repository has no reviews that anybody could ask for; signatures alone decide. */
export type Reviews =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string; readonly repair: string }
  | {
      readonly kind: 'known';
      /** Numbers of GitHub's, which survive a new name. */
      readonly repository: number;
      readonly branch: string;
      /** All pull requests that brought the bytes in question to the default branch. */
      readonly pulls: readonly Pull[];
    };

export type Pull = {
  readonly number: number;
  readonly repository: number;
  readonly branch: string;
  readonly fork: boolean;
  /** Undefined: it was not merged. */
  readonly mergedAt: Instant | undefined;
  /** It counts as merged because its commits were pushed to the branch, not by its button. */
  readonly indirect: boolean;
  /** When it was last aimed at another branch; undefined: never. */
  readonly retargetedAt: Instant | undefined;
  /** Paths that it changes beside grants and their approvals, or of which nobody can say where they came from. */
  readonly strange: readonly string[];
  /** The people of all grants in it. */
  readonly people: readonly string[];
  /** Accounts that opened it, or wrote, committed or pushed a commit that changes the grant. */
  readonly contributors: readonly number[];
  /** Commits that change the grant, and of which somebody behind them is not known. */
  readonly nameless: readonly string[];
  /** Opinions only, the latest of each account. */
  readonly reviews: readonly Review[];
};

export type Review = {
  readonly account: number;
  readonly login: string;
  /** As GitHub calls the kind of account: `User` is a human. */
  readonly kind: string;
  readonly decision: 'approve' | 'refuse' | 'dismissed';
  readonly at: Instant;
  readonly commit: string;
  /** May the account push to the repository now? */
  readonly canPush: boolean;
  readonly byEmail: boolean;
  /** What stood in the reviewed commit; undefined when it cannot be read any more. */
  readonly read: Reading | undefined;
};

/** One file below `approvals/<grant>/`, and what ssh-keygen says of it. */
export type Signature = {
  readonly file: string;
  /** Whom the file is called after. */
  readonly person: string;
} & (
  | { readonly good: true; readonly statement: Statement; readonly factor: Factor }
  | { readonly good: false; readonly why: string; readonly repair: string }
);
