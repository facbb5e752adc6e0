/**
 * The files that a grant leans on: change one of them, and the same bytes of the grant may mean
 * something else, or be approved by others.
 */
import type { Grant } from '../grant/grant.ts';
import type { Entry, Estate } from '../grant/resolve/estate.ts';
import { teamOf } from '../grant/resolve/members.ts';

/** Paths from the root of the repository, sorted; the grant's own file is the first. */
export function leansOn(grant: Grant, estate: Estate): string[] {
  const { written, playbook, target, access, from, person } = grant;
  const { approvals, eligible, owner } = playbook.value;
  const data = access.map((one) =>
    one.kind === 'database' ? estate.databases.get(one.database) : estate.tables.get(one.table),
  );
  const owners = [estate.targets.get(target.id), ...data].flatMap((entry) =>
    entry ? [entry.value.owner] : [],
  );
  const lists = [
    ...approvals.from,
    ...(approvals.atLeastOneFrom ? [approvals.atLeastOneFrom] : []),
    ...eligible,
    owner,
    ...owners,
  ];
  const entries: (Entry<unknown> | undefined)[] = [
    estate.targets.get(target.id),
    ...data,
    estate.networks.get(from.id),
    estate.people.get(person.id),
    ...lists.flatMap((name) => named(name, estate)),
  ];
  const files = entries.flatMap((entry) => (entry ? [entry.place().file] : []));
  const lock = estate.locks.get(target.id)?.file;
  return [written.file, ...[...new Set([playbook.file, ...(lock ? [lock] : []), ...files])].sort()];
}

/** A person, or a team with its members and the team that owns it. */
function named(name: string, estate: Estate): (Entry<unknown> | undefined)[] {
  const team = estate.teams.get(teamOf(name) ?? '');
  if (team === undefined) return [estate.people.get(name)];
  const owner = estate.teams.get(teamOf(team.value.owner) ?? '');
  return [team, owner, ...team.value.members.map((member) => estate.people.get(member))];
}
