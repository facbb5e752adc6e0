/** What the `allows` of a playbook lets a grant ask for: levels, actions, keys, attributes. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AllowEntry, PlaybookFile } from '../files.generated.ts';
import type { DatabaseAccess, Grant, TableAccess } from '../grant.ts';
import { judgedEach } from '../holes.ts';
import type { Estate } from '../resolve/estate.ts';
import { membersOf } from '../resolve/members.ts';

/** Each entry of the grant against the entries of its playbook. */
export function access(grant: Grant, estate: Estate): Problem[] {
  return judgedEach(
    () => grant.access,
    (one, index) =>
      one.kind === 'database' ? database(grant, one, { index, estate }) : table(grant, one, index),
  );
}

function database(
  grant: Grant,
  { database: name, level }: DatabaseAccess,
  { index, estate }: { index: number; estate: Estate },
): Problem[] {
  const levels = levelsOf(grant.playbook.value, name);
  if (levels.includes(level)) return [];
  const others = [...new Set(estate.playbooks.values())];
  const instead = judgedEach(
    () => others,
    ({ value }) => {
      if (!levelsOf(value, name).includes(level)) return [];
      const may = membersOf(estate, value.eligible);
      const to = may.has(grant.person.id) ? '' : ` to ${[...may].sort().join(', ')}`;
      return [`playbook \`${value.id}\` allows it${to}`];
    },
  );
  const hint = [...(levels.length === 0 ? [] : [`allowed: ${levels.join(', ')}`]), ...instead].join('; ');
  const found =
    levels.length === 0
      ? { index, part: 'database', what: `database \`${name}\`` }
      : { index, part: 'level', what: `\`${level}\` on \`${name}\`` };
  return [notAllowed(grant, { ...found, ...(hint === '' ? {} : { hint }) })];
}

function levelsOf({ allows }: PlaybookFile, database: string): string[] {
  return allows.flatMap((entry) => (entry.database === database ? (entry.levels ?? []) : []));
}

/** One entry of the playbook must allow all that is asked for; several are never added up. */
function table(grant: Grant, one: TableAccess, index: number): Problem[] {
  const found = grant.playbook.value.allows
    .filter((allowed) => allowed.table === one.table && allowed.index === one.index)
    .map((entry) => [
      ...beyond(grant, { index, part: 'actions', asked: one.actions, allowed: entry.actions ?? [] }),
      ...attributes(grant, one, { index, entry }),
      ...keys(grant, one, { index, entry }),
    ]);
  const [nearest] = found.sort((a, b) => a.length - b.length);
  if (nearest) return nearest;
  const what =
    one.index === undefined ? `table \`${one.table}\`` : `index \`${one.index}\` of \`${one.table}\``;
  return [notAllowed(grant, { index, part: one.index === undefined ? 'table' : 'index', what })];
}

function attributes(
  grant: Grant,
  one: TableAccess,
  { index, entry }: { index: number; entry: AllowEntry },
): Problem[] {
  if (entry.attributes === undefined) return [];
  if (one.attributes === undefined) {
    return [
      notAllowed(grant, {
        index,
        part: 'table',
        what: `all attributes of \`${one.table}\``,
        allowed: entry.attributes,
      }),
    ];
  }
  return beyond(grant, { index, part: 'attributes', asked: one.attributes, allowed: entry.attributes });
}

function keys(
  grant: Grant,
  one: TableAccess,
  { index, entry }: { index: number; entry: AllowEntry },
): Problem[] {
  const most = entry.maxPartitionKeys ?? 1;
  if (one.partitionKeys.length <= most) return [];
  const what = `${one.partitionKeys.length} partition keys`;
  return [notAllowed(grant, { index, part: 'partitionKeys', what, allowed: [`at most ${most}`] })];
}

function beyond(
  grant: Grant,
  {
    index,
    part,
    asked,
    allowed,
  }: { index: number; part: 'actions' | 'attributes'; asked: readonly string[]; allowed: readonly string[] },
): Problem[] {
  return asked.flatMap((name, item) =>
    allowed.includes(name) ? [] : [notAllowed(grant, { index, part, item, what: `\`${name}\``, allowed })],
  );
}

function notAllowed(
  { playbook, written }: Grant,
  found: {
    index: number;
    part: string;
    item?: number;
    what: string;
    allowed?: readonly string[];
    hint?: string;
  },
): Problem {
  const path = ['access', found.index, found.part, ...(found.item === undefined ? [] : [found.item])];
  return errorAt(written.place(path), {
    code: 'BG0305',
    message: `playbook \`${playbook.value.id}\` does not allow ${found.what}`,
    label: 'not in the playbook',
    hint:
      found.hint ??
      (found.allowed ? `allowed: ${found.allowed.join(', ')}` : `see \`allows\` in ${playbook.file}`),
  });
}
