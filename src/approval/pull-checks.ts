/** Whether the grant came to the default branch by one pull request that holds nothing else. */
import type { Evidence, Pull } from './evidence.ts';
import type { Finding } from './finding.ts';

type Reviews = Evidence['reviews'];
type Known = Extract<Reviews, { kind: 'known' }>;

const anew = 'make a new pull request for the grant';

/** The first reason why no review of the grant counts. */
export function pullFinding(reviews: Reviews): Finding | undefined {
  if (reviews.kind !== 'known') return undefined;
  const merged = reviews.pulls.filter((pull) => isMergedHere(pull, reviews));
  const [pull] = merged;
  if (pull === undefined) return nothingMerged(reviews);
  return (
    isOnlyOne(merged) ??
    isOnTheBranch(pull, reviews) ??
    isOfNoFork(pull) ??
    isOfGrantsOnly(pull) ??
    isOfKnownPeople(pull)
  );
}

/** What a reader should hear although it changes nothing: our proof does not lean on GitHub's rules. */
export function pullWarnings(reviews: Reviews): string[] {
  if (reviews.kind !== 'known') return [];
  return reviews.pulls
    .filter(({ indirect }) => indirect)
    .map(
      ({ number }) =>
        `pull request ${number} was not merged by its button: its commits were pushed to ${reviews.branch}`,
    );
}

/** Numbers, not names: a repository can be renamed, and its name be taken by another. */
function isMergedHere({ repository, mergedAt }: Pull, known: Known): boolean {
  return repository === known.repository && mergedAt !== undefined;
}

function nothingMerged({ pulls, branch }: Known): Finding {
  if (pulls.length === 0) {
    return {
      reason: 'direct-push',
      says: `the grant was pushed to ${branch} without a pull request`,
      repair: `take it back, and ${anew}`,
    };
  }
  const numbers = pulls.map(({ number }) => number).join(', ');
  return {
    reason: 'no-merged-pr',
    says: `pull request ${numbers} was not merged in this repository`,
    repair: anew,
  };
}

function isOnlyOne(merged: readonly Pull[]): Finding | undefined {
  if (merged.length === 1) return undefined;
  const numbers = merged.map(({ number }) => number).join(' and ');
  return {
    reason: 'ambiguous-pr',
    says: `pull requests ${numbers} both say that they brought the grant`,
    repair: anew,
  };
}

function isOnTheBranch({ number, branch }: Pull, known: Known): Finding | undefined {
  if (branch === known.branch) return undefined;
  return {
    reason: 'wrong-base',
    says: `pull request ${number} was merged into ${branch}, not into ${known.branch}`,
    repair: anew,
  };
}

/** What is pushed to a fork leaves no trace of who pushed it. */
function isOfNoFork({ number, fork }: Pull): Finding | undefined {
  if (!fork) return undefined;
  return {
    reason: 'fork',
    says: `pull request ${number} comes from a fork`,
    repair: 'push the branch to this repository, and make a new pull request',
  };
}

/** Who approves a grant beside a changed team or workflow could not know what is theirs to judge. */
function isOfGrantsOnly({ number, strange }: Pull): Finding | undefined {
  if (strange.length === 0) return undefined;
  return {
    reason: 'mixed-change',
    says: `pull request ${number} also changes or moves ${strange.slice(0, 3).join(', ')}`,
    repair: 'make one pull request for the grant, and another for the rest',
  };
}

function isOfKnownPeople({ nameless }: Pull): Finding | undefined {
  if (nameless.length === 0) return undefined;
  return {
    reason: 'unknown-author',
    says: `GitHub knows nobody behind commit ${short(nameless[0] ?? '')}`,
    repair: 'add the e-mail address of its author to their account, then make a new pull request',
  };
}

/** Ids of commits and files, as people compare them. */
export function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
