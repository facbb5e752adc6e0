/**
 * From GitHub's answers to evidence. Answers are of the GraphQL API, in its own form and with the
 * pages joined; pushes are of the REST list of a repository's activity, which alone names who pushed.
 * Whatever is not exactly as expected makes all of it unknown.
 */

import type { Pull, Reading, Reviews } from './evidence.ts';
import { contributorsOf } from './github-commits.ts';
import { reviewsIn } from './github-reviews.ts';
import {
  Incomplete,
  instant,
  maybe,
  member,
  nodes,
  number,
  type Part,
  part,
  text,
  word,
  yes,
} from './shape.ts';

export type Answers = {
  /** The answers to the same question, the last one last: right after a merge GitHub may not know it yet. */
  readonly associated: readonly unknown[];
  /** The activity of each pull request's branch, by its number. */
  readonly activity: { readonly [pull: string]: unknown };
};

/** What git alone knows. */
export type Local = {
  /** What stood in a reviewed commit; null where it cannot be read. */
  readonly readings: { readonly [commit: string]: Reading | null };
  /** The person of each grant, by its file. */
  readonly people: { readonly [file: string]: string };
};

export function reviewsOf(answers: Answers, local: Local): Reviews {
  try {
    return known(answers, local);
  } catch (error) {
    if (!(error instanceof Incomplete)) throw error;
    return { kind: 'unknown', why: `GitHub's answer ${error.message}`, repair: 'try again in a minute' };
  }
}

function known({ associated, activity }: Answers, local: Local): Reviews {
  const answer = { value: associated.at(-1), at: 'answer' };
  // GitHub says what it could not read in an answer that is otherwise good.
  if (member(answer, 'errors') !== undefined) throw new Incomplete('holds errors');
  const repository = part(part(answer, 'data'), 'repository');
  const pulls = nodes(part(repository, 'object'), 'associatedPullRequests');
  return {
    kind: 'known',
    repository: number(repository, 'databaseId'),
    branch: text(part(repository, 'defaultBranchRef'), 'name'),
    pulls: pulls.map((pull) => pullOf(pull, { activity, local })),
  };
}

function pullOf(pull: Part, { activity, local }: { activity: Answers['activity']; local: Local }): Pull {
  const id = number(pull, 'number');
  const mergedAt = mergeOf(pull);
  const events = timelineOf(pull);
  const files = nodes(pull, 'files').map(fileOf);
  return {
    number: id,
    repository: number(part(pull, 'baseRepository'), 'databaseId'),
    branch: text(pull, 'baseRefName'),
    fork: yes(pull, 'isCrossRepository'),
    mergedAt,
    indirect: mergedAt !== undefined && text(part(pull, 'mergeCommit'), 'oid') === text(pull, 'headRefOid'),
    retargetedAt: events
      .filter(({ kind }) => kind === 'BaseRefChangedEvent')
      .map(({ part: event }) => instant(event, 'createdAt'))
      .sort((a, b) => a - b)
      .at(-1),
    strange: files
      .filter(({ path, moved }) => moved || !/^(grants|approvals)\//.test(path))
      .map(({ path }) => path),
    people: files
      .filter(({ path, gone }) => !gone && path.startsWith('grants/'))
      .map(({ path }) => personOf(path, local)),
    ...contributorsOf(pull, { value: activity[String(id)], at: `the activity of ${id}` }),
    reviews: reviewsIn(pull, {
      readings: local.readings,
      dismissals: events
        .filter(({ kind }) => kind === 'ReviewDismissedEvent')
        .map(({ part: event }) => event),
    }),
  };
}

/** State, flag and time must agree. */
function mergeOf(pull: Part) {
  const mergedAt = maybe(pull, 'mergedAt', instant);
  const merged = word(pull, 'state', ['OPEN', 'CLOSED', 'MERGED']) === 'MERGED';
  if (merged !== yes(pull, 'merged') || merged !== (mergedAt !== undefined)) {
    throw new Incomplete(`contradicts itself on whether ${pull.at} was merged`);
  }
  return mergedAt;
}

const events = [
  'ReviewDismissedEvent',
  'HeadRefForcePushedEvent',
  'MergedEvent',
  'ReopenedEvent',
  'BaseRefChangedEvent',
  'AddedToMergeQueueEvent',
] as const;

function timelineOf(pull: Part) {
  return nodes(pull, 'timelineItems').map((event) => ({
    kind: word(event, '__typename', events),
    part: event,
  }));
}

/** Of a file that was moved GitHub does not say from where: it could have been a playbook. */
function fileOf(file: Part) {
  const change = word(file, 'changeType', ['ADDED', 'CHANGED', 'COPIED', 'DELETED', 'MODIFIED', 'RENAMED']);
  return { path: text(file, 'path'), gone: change === 'DELETED', moved: change === 'RENAMED' };
}

function personOf(path: string, { people }: Local): string {
  const person = people[path];
  if (person === undefined) throw new Incomplete(`names ${path}, which cannot be read here`);
  return person;
}
