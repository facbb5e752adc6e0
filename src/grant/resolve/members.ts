/** Lists of people and teams, as `eligible: [team:sre, alba]`. */
import type { Place, Problem } from '../../problem/problem.ts';
import { hole } from '../holes.ts';
import type { Estate } from './estate.ts';
import { unknownName } from './look-up.ts';

/** The people that a list names, directly or through a team. With an unknown name nobody knows who they are. */
export function membersOf({ teams, people }: Estate, list: readonly string[]): ReadonlySet<string> {
  const members = list.flatMap((name) => {
    const team = teamOf(name);
    return team === undefined ? [name] : (teams.get(team) ?? hole()).value.members;
  });
  return new Set(members.map((person) => (people.has(person) ? person : hole())));
}

/** What is wrong with the name of a person or a team; nothing where none is named. */
export function unknownMember(estate: Estate, name: string | undefined, place: Place): Problem[] {
  if (name === undefined) return [];
  const team = teamOf(name);
  const wanted = { place, code: 'BG0208', incomplete: estate.incomplete.has('Estate') } as const;
  return team === undefined
    ? unknownName(estate.people, { ...wanted, name, noun: 'person' })
    : unknownName(estate.teams, { ...wanted, name: team, noun: 'team' });
}

/** `sre` of `team:sre`; undefined for a person. */
export function teamOf(name: string): string | undefined {
  return name.startsWith('team:') ? name.slice('team:'.length) : undefined;
}
