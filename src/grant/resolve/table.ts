/** Some items of one table, or of one index of it. */
import { errorAt } from '../../problem/problem.ts';
import type { LockedTable, TableEntry } from '../files.generated.ts';
import type { TableAccess } from '../grant.ts';
import { assembled, hole } from '../holes.ts';
import { tableArn } from '../policy/table.ts';
import type { AccessContext } from './access.ts';
import { inTarget, stale } from './database.ts';
import type { Entry } from './estate.ts';
import { lookUp } from './look-up.ts';

export function resolveTable(context: AccessContext): TableAccess {
  const { written, entry, index, estate, problems } = context;
  const name = entry.table ?? '';
  const place = written.place(['access', index, 'table']);
  const incomplete = estate.incomplete.has('Estate');
  const found = lookUp(estate.tables, { name, place, code: 'BG0206', noun: 'table', incomplete }, problems);
  inTarget(context, found);
  const keys = assembled({ names: () => keysOf(context, lockedTable(context, found)) });
  return assembled<TableAccess>({
    kind: () => 'table',
    table: () => name,
    tableName: () => found.value.table,
    index: () => (entry.index === undefined ? undefined : keys.names && entry.index),
    keyAttributes: () => keys.names,
    actions: () => entry.actions ?? [],
    partitionKeys: () => entry.partitionKeys ?? [],
    attributes: () => entry.attributes,
  });
}

function lockedTable(context: AccessContext, { name, value }: Entry<TableEntry>): LockedTable {
  const { lock } = context.identities;
  const locked = lock.value.tables[name];
  const changed = locked && otherThan(locked, tableArn(lock.value, { tableName: value.table }));
  if (locked && changed === undefined) return locked;
  context.problems.push(stale(context, lock, { name, part: 'table', changed }));
  return hole();
}

/** The lock file is of one account and region, and so must be its tables. */
function otherThan({ arn }: LockedTable, wanted: string): string | undefined {
  if (arn === wanted) return undefined;
  return arn.split('/')[1] === wanted.split('/')[1] ? 'arn' : 'table';
}

/** Key attributes of the table and, where one is asked for, of the index. The compared key must be a string. */
function keysOf(context: AccessContext, table: LockedTable): string[] {
  const { written, entry, index, problems } = context;
  const place = written.place(['access', index, entry.index === undefined ? 'table' : 'index']);
  const indexes = new Map(Object.entries(table.indexes));
  const wanted = {
    place,
    code: 'BG0214',
    noun: 'index',
    of: `table \`${entry.table}\``,
    incomplete: false,
  } as const;
  const keys =
    entry.index === undefined ? table : lookUp(indexes, { ...wanted, name: entry.index }, problems);
  if (keys.partitionKey.type !== 'S') {
    const message = `the partition key \`${keys.partitionKey.name}\` is not a string`;
    const hint = 'AWS does not say how it compares numbers and binary keys; only string keys can be granted';
    problems.push(errorAt(place, { code: 'BG0315', message, label: `type ${keys.partitionKey.type}`, hint }));
    return hole();
  }
  const all = [table.partitionKey, table.sortKey, keys.partitionKey, keys.sortKey];
  return [...new Set(all.flatMap((key) => (key ? [key.name] : [])))];
}
