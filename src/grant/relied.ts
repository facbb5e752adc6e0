/** The estate without what problems stand at: the rest can be relied on, and is what grants are judged by. */
import type { Place } from '../problem/problem.ts';
import { assembled, judged, pathsIn, withHoles } from './holes.ts';
import type { Estate } from './resolve/estate.ts';
import type { Path } from './written.ts';

/** A hole in the place of every value, or whatever stands under a name, that one of the places marks. */
export function withoutFaults(estate: Estate, places: readonly Place[]): Estate {
  const files = new Set(places.map(({ file }) => file));
  const marks = new Set(places.map(textOf));
  const without = <T extends Placed>(entries: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map(
      [...entries].map(([name, one]) => [name, files.has(one.place([]).file) ? spoilt(one, marks) : one]),
    );
  return {
    targets: without(estate.targets),
    databases: without(estate.databases),
    tables: without(estate.tables),
    networks: without(estate.networks),
    people: without(estate.people),
    teams: without(estate.teams),
    playbooks: without(estate.playbooks),
    locks: without(estate.locks),
    incomplete: estate.incomplete,
    pages: estate.pages,
  };
}

/** An entry of the estate, a playbook or a lock file. */
type Placed = { readonly value: unknown; place(path: Path): Place };

function spoilt<T extends Placed>(one: T, marks: ReadonlySet<string>): T {
  const isMarked = (path: Path) => marks.has(textOf(one.place(path)));
  const holes = judged(() => pathsIn(one.value)).filter(isMarked);
  const members = Object.keys(one).map((name) => [name, () => one[name as keyof T]]);
  return assembled<T>({ ...Object.fromEntries(members), value: () => withHoles(one.value, holes) });
}

function textOf({ file, line, column, length }: Place): string {
  return `${file}:${line}:${column}:${length}`;
}
