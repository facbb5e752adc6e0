/**
 * Which grants the repository no longer wants: their file is gone at a later commit, or their
 * person is gone from a valid estate. Computed from git objects. Where git cannot say, nothing is
 * withdrawn: a grant then ends on its own date.
 */
import type { Warrant } from '../archive/records.ts';
import { readFiles } from '../grant/read/read.ts';
import type { SourceFile } from '../grant/written.ts';
import type { Repository } from '../ports.ts';

/** Asked with the last warrant of every grant that is not finished. */
export type Withdrawing = (warrants: readonly Warrant[]) => Promise<Withdrawn>;

export type Withdrawn = {
  readonly grants: ReadonlyMap<string, string>;
  /** Why nothing could be said, for the reader. */
  readonly warning: string | undefined;
};

/** For a pass that ends what is over by the archive alone. */
export const nothingWithdrawn: Withdrawing = async () => ({ grants: new Map(), warning: undefined });

/** `since`: the commit that was applied last; HEAD must be that commit or later. */
export async function withdrawnGrants(
  repository: Repository,
  warrants: readonly Warrant[],
  since: string | undefined,
): Promise<Withdrawn> {
  const nothing = { grants: new Map<string, string>() };
  if (warrants.length === 0) return { ...nothing, warning: undefined };
  try {
    const head = await repository.head();
    if (since !== undefined && (await repository.descends(head, since)) !== true) {
      return {
        ...nothing,
        warning: `commit ${head.slice(0, 12)} is not later than what was applied last: files are not looked at`,
      };
    }
    const files = await repository.files(head, ['grants', 'estate']);
    const later = await laterThan(repository, head, warrants);
    return withdrawnFrom(files, later);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...nothing, warning: `files are not looked at: ${reason}` };
  }
}

/** Warrants of this commit or an earlier one: the file of a later one cannot be here yet. */
async function laterThan(
  repository: Repository,
  head: string,
  warrants: readonly Warrant[],
): Promise<Warrant[]> {
  const commits = [...new Set(warrants.map(({ commit }) => commit))];
  const answers = await Promise.all(commits.map((commit) => repository.descends(head, commit)));
  const known = new Set(commits.filter((_, index) => answers[index] === true));
  return warrants.filter(({ commit }) => known.has(commit));
}

/** Any object under the grant's name counts as its file, also a broken one: only its absence ends the grant. */
function withdrawnFrom(files: readonly SourceFile[], warrants: readonly Warrant[]): Withdrawn {
  const paths = new Set(files.map(({ path }) => path));
  const people = peopleOf(files);
  const withdrawn = new Map<string, string>();
  for (const { grant, meaning } of warrants) {
    const person = personOf(meaning);
    if (!paths.has(`grants/${grant}.yaml`)) withdrawn.set(grant, 'its file was deleted');
    else if (people && person !== undefined && !people.has(person)) {
      withdrawn.set(grant, `${person} is no longer in the estate`);
    }
  }
  const warning =
    'the estate cannot be read whole: nobody who left it is seen, see `breakglass validate`; deleted grants are';
  return { grants: withdrawn, warning: people ? undefined : warning };
}

/** The people of an estate that is whole and not empty; undefined otherwise. */
function peopleOf(files: readonly SourceFile[]): ReadonlySet<string> | undefined {
  const { written } = readFiles(files.filter(({ path }) => path.startsWith('estate/')));
  if (written.broken.some(({ kind }) => kind === 'Estate')) return undefined;
  const people = written.estates.flatMap(({ value }) => Object.keys(value.people ?? {}));
  return people.length === 0 ? undefined : new Set(people);
}

function personOf(meaning: unknown): string | undefined {
  if (typeof meaning !== 'object' || meaning === null || !('person' in meaning)) return undefined;
  const { person } = meaning;
  return typeof person === 'object' && person !== null && 'id' in person ? String(person.id) : undefined;
}
