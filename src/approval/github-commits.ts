/** Who had a hand in the bytes of the grant: whoever opened, wrote, committed or pushed them. */
import type { Pull } from './evidence.ts';
import { Incomplete, list, maybe, nodes, number, type Part, part, text, word, yes } from './shape.ts';

export function contributorsOf(pull: Part, activity: Part): Pick<Pull, 'contributors' | 'nameless'> {
  const commits = nodes(pull, 'commits').map((node) => part(node, 'commit'));
  const changing = commits.filter(changesGrant);
  const opener = maybe(pull, 'author', part);
  const known = changing.map((commit) => [...peopleOf(commit), ...pushersOf(commit, commits, activity)]);
  return {
    contributors: [...(opener ? [number(opener, 'databaseId')] : []), ...known.flat()].filter(
      (id) => id !== undefined,
    ),
    nameless: changing
      .filter((_, index) => known[index]?.includes(undefined))
      .map((commit) => text(commit, 'oid')),
  };
}

/** Other bytes than in every parent: a merge that only brings what stands on the other side changes nothing. */
function changesGrant(commit: Part): boolean {
  const own = blobOf(commit);
  return !nodes(commit, 'parents').some((parent) => blobOf(parent) === own);
}

function blobOf(commit: Part): string | undefined {
  const file = maybe(commit, 'file', part);
  return file && text(file, 'oid');
}

/** Authors, with those named as co-authors, and the committer. Undefined: somebody whom GitHub does not know. */
function peopleOf(commit: Part): (number | undefined)[] {
  const authors = nodes(commit, 'authors').map(userOf);
  // What is written on the web GitHub commits itself, for its author.
  return yes(commit, 'committedViaWeb') ? authors : [...authors, userOf(part(commit, 'committer'))];
}

function userOf(actor: Part): number | undefined {
  const user = maybe(actor, 'user', part);
  return user && number(user, 'databaseId');
}

const kinds = [
  'push',
  'force_push',
  'branch_creation',
  'branch_deletion',
  'pr_merge',
  'merge_queue_merge',
] as const;

/** Who pushed a commit: anybody can put another's name on one. A push that nobody knows of makes it all unknown. */
function pushersOf(commit: Part, commits: readonly Part[], activity: Part): (number | undefined)[] {
  const ids = commits.map((one) => text(one, 'oid'));
  const at = ids.indexOf(text(commit, 'oid'));
  const pushes = list(activity).filter((push) => {
    word(push, 'activity_type', kinds);
    return ids.indexOf(text(push, 'before')) < at && at <= ids.indexOf(text(push, 'after'));
  });
  if (pushes.length === 0) throw new Incomplete(`names nobody who pushed ${text(commit, 'oid')}`);
  return pushes.map((push) => number(part(push, 'actor'), 'id'));
}
