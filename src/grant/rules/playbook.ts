/** Playbooks that no grant should trust: ceilings above the product's own, names that lead nowhere. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AllowEntry, PlaybookFile } from '../files.generated.ts';
import { hole, judged, judgedEach } from '../holes.ts';
import { longestLife, minute } from '../lifetime.ts';
import { levelsOf } from '../resolve/database.ts';
import type { Estate } from '../resolve/estate.ts';
import { unknownName } from '../resolve/look-up.ts';
import { unknownMember } from '../resolve/members.ts';
import { minutesOf } from '../resolve/resolve.ts';
import { suggest } from '../suggest.ts';
import type { Path, WrittenFile } from '../written.ts';
import { nobodyToApprove } from './approver-pool.ts';
import { compile } from './ceiling.ts';

type Playbook = WrittenFile<PlaybookFile>;

export function checkPlaybooks(estate: Estate): Problem[] {
  const playbooks = new Set(estate.playbooks.values());
  const checks = [runbook, longest, fewest, pattern, people, networks, allowed, nobodyToApprove];
  return [...playbooks].flatMap((playbook) =>
    checks.flatMap((check) => judged(() => check(playbook, estate))),
  );
}

/** An address elsewhere is not asked: checking needs no network. */
function runbook({ value, place }: Playbook, { pages }: Estate): Problem[] {
  if (value.runbook.startsWith('https://') || pages.has(value.runbook)) return [];
  const near = suggest(value.runbook, [...pages]);
  return [
    errorAt(place(['runbook']), {
      code: 'BG0328',
      message: `there is no ${value.runbook}`,
      label: 'the page to work by is not in the repository',
      hint: near === undefined ? 'write the page, or name one that is there' : `did you mean \`${near}\`?`,
    }),
  ];
}

function longest({ value, place }: Playbook): Problem[] {
  const most = longestLife / minute;
  if (minutesOf(value.limits.maxDuration) <= most) return [];
  return [
    errorAt(place(['limits', 'maxDuration']), {
      code: 'BG0320',
      message: `no grant may last longer than ${most}m`,
      label: "over the product's own ceiling",
      hint: `write \`maxDuration: ${most}m\` or less`,
    }),
  ];
}

function fewest({ value, place }: Playbook): Problem[] {
  if (value.approvals.required >= 2) return [];
  return [
    errorAt(place(['approvals', 'required']), {
      code: 'BG0320',
      message: 'a grant needs at least two approvals',
      label: 'one person alone',
      hint: 'write `required: 2` or more',
    }),
  ];
}

function pattern({ value, place }: Playbook): Problem[] {
  if (compile(value.incident.pattern) !== undefined) return [];
  const message = 'the incident pattern cannot be read';
  const hint = 'look-around and back references are not available';
  return [errorAt(place(['incident', 'pattern']), { code: 'BG0325', message, hint })];
}

/** Every person and team that the playbook names, wherever it names them. */
function people({ value, place }: Playbook, estate: Estate): Problem[] {
  const lists: readonly [Path, () => readonly string[]][] = [
    [['eligible'], () => value.eligible],
    [['approvals', 'from'], () => value.approvals.from],
  ];
  const single: readonly [Path, () => string | undefined][] = [
    [['owner'], () => value.owner],
    [['approvals', 'atLeastOneFrom'], () => value.approvals.atLeastOneFrom],
    [['review', 'by'], () => value.review.by],
  ];
  return [
    ...lists.flatMap(([path, list]) =>
      judgedEach(list, (name, index) => unknownMember(estate, name, place([...path, index]))),
    ),
    ...single.flatMap(([path, name]) => judged(() => unknownMember(estate, name(), place(path)))),
  ];
}

function networks({ value, place }: Playbook, { networks, incomplete }: Estate): Problem[] {
  return judgedEach(
    () => value.from,
    (name, index) => {
      const wanted = { name, place: place(['from', index]), code: 'BG0207', noun: 'network' } as const;
      return unknownName(networks, { ...wanted, incomplete: incomplete.has('Estate') });
    },
  );
}

function allowed({ value, place }: Playbook, estate: Estate): Problem[] {
  return judgedEach(
    () => value.allows,
    (entry, index) => {
      const at: At = (...path) => place(['allows', index, ...path]);
      return entry.database === undefined ? table(entry, at, estate) : database(entry, at, estate);
    },
  );
}

type At = (...path: Path) => ReturnType<Playbook['place']>;

function database(entry: AllowEntry, at: At, { databases, incomplete }: Estate): Problem[] {
  const name = entry.database ?? '';
  const wanted = { name, place: at('database'), code: 'BG0204', noun: 'database' } as const;
  const unknown = unknownName(databases, { ...wanted, incomplete: incomplete.has('Estate') });
  const levels = judgedEach(
    () => entry.levels ?? [],
    (level, item) => {
      const known = levelsOf((databases.get(name) ?? hole()).value);
      const of = `database \`${name}\``;
      const one = { name: level, place: at('levels', item), code: 'BG0205', noun: 'level', of } as const;
      return unknownName(known, { ...one, incomplete: false });
    },
  );
  return [...unknown, ...levels];
}

function table(entry: AllowEntry, at: At, { tables, locks, incomplete }: Estate): Problem[] {
  const name = entry.table ?? '';
  const wanted = { name, place: at('table'), code: 'BG0206', noun: 'table' } as const;
  const unknown = unknownName(tables, { ...wanted, incomplete: incomplete.has('Estate') });
  const indexes = judged(() => {
    const locked = locks.get((tables.get(name) ?? hole()).value.target)?.value.tables[name];
    if (locked === undefined || entry.index === undefined) return [];
    const of = `table \`${name}\``;
    const one = { name: entry.index, place: at('index'), code: 'BG0214', noun: 'index', of } as const;
    return unknownName(new Map(Object.entries(locked.indexes)), { ...one, incomplete: false });
  });
  return [...unknown, ...indexes];
}
