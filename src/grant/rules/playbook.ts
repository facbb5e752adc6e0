/** Playbooks that no grant should trust: ceilings above the product's own, names that lead nowhere. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AllowEntry, PlaybookFile } from '../files.generated.ts';
import { longestLife, minute } from '../lifetime.ts';
import type { Entry, Estate } from '../resolve/estate.ts';
import { lookUp } from '../resolve/look-up.ts';
import { teamOf } from '../resolve/members.ts';
import { minutesOf } from '../resolve/resolve.ts';
import type { Path, WrittenFile } from '../written.ts';
import { nobodyToApprove } from './approver-pool.ts';
import { compile } from './ceiling.ts';

type Playbook = WrittenFile<PlaybookFile>;

export function checkPlaybooks(estate: Estate): Problem[] {
  return [...estate.playbooks.values()].flatMap((playbook) => {
    const unknown = names(playbook, estate);
    return [
      ...limits(playbook),
      ...pattern(playbook),
      ...(unknown.length > 0 ? unknown : nobodyToApprove(playbook, estate)),
      ...playbook.value.allows.flatMap((entry, index) => allowed(playbook, estate, { entry, index })),
    ];
  });
}

function limits({ value, place }: Playbook): Problem[] {
  const problems: Problem[] = [];
  const most = longestLife / minute;
  if (minutesOf(value.limits.maxDuration) > most) {
    const message = `no grant may last longer than ${most}m`;
    problems.push(
      errorAt(place(['limits', 'maxDuration']), {
        code: 'BG0320',
        message,
        label: "over the product's own ceiling",
        hint: `write \`maxDuration: ${most}m\` or less`,
      }),
    );
  }
  if (value.approvals.required < 2) {
    const message = 'a grant needs at least two approvals';
    problems.push(
      errorAt(place(['approvals', 'required']), {
        code: 'BG0320',
        message,
        label: 'one person alone',
        hint: 'write `required: 2` or more',
      }),
    );
  }
  return problems;
}

function pattern({ value, place }: Playbook): Problem[] {
  if (compile(value.incident.pattern) !== undefined) return [];
  const message = 'the incident pattern cannot be read';
  const hint = 'look-around and back references are not available';
  return [errorAt(place(['incident', 'pattern']), { code: 'BG0325', message, hint })];
}

/** Every person, team and network that the playbook names, wherever it names them. */
function names(playbook: Playbook, estate: Estate): Problem[] {
  const { owner, eligible, approvals, review, from } = playbook.value;
  const named: [string, Path][] = [
    [owner, ['owner']],
    ...each(eligible, ['eligible']),
    ...each(approvals.from, ['approvals', 'from']),
    ...one(approvals.atLeastOneFrom, ['approvals', 'atLeastOneFrom']),
    [review.by, ['review', 'by']],
  ];
  const problems: Problem[] = [];
  const incomplete = estate.incomplete.has('Estate');
  for (const [name, path] of named) {
    const team = teamOf(name);
    const wanted = { place: playbook.place(path), code: 'BG0208', incomplete } as const;
    if (team === undefined) lookUp(estate.people, { ...wanted, name, noun: 'person' }, problems);
    else lookUp(estate.teams, { ...wanted, name: team, noun: 'team' }, problems);
  }
  for (const [name, path] of each(from, ['from'])) {
    const wanted = {
      name,
      place: playbook.place(path),
      code: 'BG0207',
      noun: 'network',
      incomplete,
    } as const;
    lookUp(estate.networks, wanted, problems);
  }
  return problems;
}

function one(name: string | undefined, path: Path): [string, Path][] {
  return name === undefined ? [] : [[name, path]];
}

function each(list: readonly string[], path: Path): [string, Path][] {
  return list.map((name, index) => [name, [...path, index]]);
}

function allowed(
  { place }: Playbook,
  estate: Estate,
  { entry, index }: { entry: AllowEntry; index: number },
): Problem[] {
  const problems: Problem[] = [];
  const incomplete = estate.incomplete.has('Estate');
  const find = <T>(
    entries: ReadonlyMap<string, Entry<T>>,
    part: 'database' | 'table',
    code: 'BG0204' | 'BG0206',
  ) =>
    lookUp(
      entries,
      { name: entry[part] ?? '', place: place(['allows', index, part]), code, noun: part, incomplete },
      problems,
    );
  if (entry.database === undefined) {
    const table = find(estate.tables, 'table', 'BG0206');
    const locked = table && estate.locks.get(table.value.target)?.value.tables[table.name];
    if (locked && entry.index !== undefined) {
      const wanted = { name: entry.index, place: place(['allows', index, 'index']), code: 'BG0214' } as const;
      const indexes = new Map(Object.entries(locked.indexes));
      const noun = { noun: 'index', of: `table \`${entry.table}\`` };
      lookUp(indexes, { ...wanted, ...noun, incomplete: false }, problems);
    }
    return problems;
  }
  const database = find(estate.databases, 'database', 'BG0204');
  const levels = new Map(Object.entries(database?.value.levels ?? {}));
  (entry.levels ?? []).forEach((name, item) => {
    const wanted = { name, place: place(['allows', index, 'levels', item]), code: 'BG0205' } as const;
    if (database)
      lookUp(
        levels,
        { ...wanted, noun: 'level', of: `database \`${entry.database}\``, incomplete: false },
        problems,
      );
  });
  return problems;
}
