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
  const owned = [
    estate.targets.get(target.id),
    ...access.map((one) =>
      one.kind === 'database' ? estate.databases.get(one.database) : estate.tables.get(one.table),
    ),
  ];
  const owners = [owner, ...owned.map((entry) => entry?.value.owner ?? owner)];
  const lists = [...approvals.from, approvals.atLeastOneFrom ?? owner, ...eligible, ...owners];
  const entries: (Entry<unknown> | undefined)[] = [
    ...owned,
    estate.networks.get(from.id),
    estate.people.get(person.id),
    ...lists.flatMap((name) => named(name, estate)),
  ];
  const files = [
    playbook.file,
    estate.locks.get(target.id)?.file,
    ...entries.map((entry) => entry?.place().file),
  ];
  return [written.file, ...new Set(files.filter((file) => file !== undefined).sort())];
}

/** A person, or a team with its members and the team that owns it. */
function named(name: string, estate: Estate): (Entry<unknown> | undefined)[] {
  const team = estate.teams.get(teamOf(name) ?? '');
  if (team === undefined) return [estate.people.get(name)];
  const owner = estate.teams.get(teamOf(team.value.owner) ?? '');
  return [team, owner, ...team.value.members.map((member) => estate.people.get(member))];
}
