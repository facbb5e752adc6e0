/** The ceiling of the playbook: a grant may ask for less, never for more. */
import { RE2JS } from 're2js';
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { AllowEntry } from '../files.generated.ts';
import type { DatabaseAccess, Grant, TableAccess } from '../grant.ts';
import { minutesOf } from '../resolve/resolve.ts';
import type { Rule } from './rules.ts';

export const ceilingRules: readonly Rule[] = [duration, network, incident, access];

function duration({ minutes, playbook, written }: Grant): Problem[] {
  const most = playbook.value.limits.maxDuration;
  const over = minutes - minutesOf(most);
  if (over <= 0) return [];
  const message = `\`${minutes}m\` is longer than playbook \`${playbook.value.id}\` allows`;
  const hint = `write \`duration: ${most}\` or less; the ceiling is limits.maxDuration in ${playbook.file}`;
  return [
    errorAt(written.place(['duration']), {
      code: 'BG0306',
      message,
      label: `over the ceiling by ${over}m`,
      hint,
    }),
  ];
}

function network({ from, playbook, written }: Grant): Problem[] {
  if (playbook.value.from.includes(from.id)) return [];
  const message = `playbook \`${playbook.value.id}\` does not allow network \`${from.id}\``;
  const hint = `it allows: ${playbook.value.from.join(', ')}`;
  return [errorAt(written.place(['from']), { code: 'BG0307', message, label: 'not in the playbook', hint })];
}

/** The whole incident must match. RE2 has no backtracking: no pattern can hang the check. */
function incident({ incident: id, playbook, written }: Grant): Problem[] {
  const { pattern } = playbook.value.incident;
  const compiled = compile(pattern);
  if (compiled === undefined || compiled.matches(id)) return [];
  const message = `incident \`${id}\` has not the form that playbook \`${playbook.value.id}\` wants`;
  return [errorAt(written.place(['incident']), { code: 'BG0308', message, label: `wanted: ${pattern}` })];
}

export function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}

function access(grant: Grant): Problem[] {
  return grant.access.flatMap((one, index) =>
    one.kind === 'database' ? database(grant, one, index) : table(grant, one, index),
  );
}

function database(grant: Grant, { database: name, level }: DatabaseAccess, index: number): Problem[] {
  const allowed = grant.playbook.value.allows.filter((entry) => entry.database === name);
  const levels = allowed.flatMap((entry) => entry.levels ?? []);
  if (levels.includes(level)) return [];
  if (allowed.length === 0)
    return [notAllowed(grant, { index, part: 'database', what: `database \`${name}\`` })];
  return [notAllowed(grant, { index, part: 'level', what: `\`${level}\` on \`${name}\``, allowed: levels })];
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
  found: { index: number; part: string; item?: number; what: string; allowed?: readonly string[] },
): Problem {
  const path = ['access', found.index, found.part, ...(found.item === undefined ? [] : [found.item])];
  return errorAt(written.place(path), {
    code: 'BG0305',
    message: `playbook \`${playbook.value.id}\` does not allow ${found.what}`,
    label: 'not in the playbook',
    hint: found.allowed ? `allowed: ${found.allowed.join(', ')}` : `see \`allows\` in ${playbook.file}`,
  });
}
