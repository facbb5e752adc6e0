/** Lists of people and teams, as `eligible: [team:sre, alba]`. */
import type { Estate } from './estate.ts';

/** The people that a list names, directly or through a team. Unknown names add nobody. */
export function membersOf(estate: Estate, list: readonly string[]): ReadonlySet<string> {
  const people = list.flatMap((name) => {
    const team = teamOf(name);
    return team === undefined ? [name] : (estate.teams.get(team)?.value.members ?? []);
  });
  return new Set(people.filter((person) => estate.people.has(person)));
}

/** `sre` of `team:sre`; undefined for a person. */
export function teamOf(name: string): string | undefined {
  return name.startsWith('team:') ? name.slice('team:'.length) : undefined;
}
