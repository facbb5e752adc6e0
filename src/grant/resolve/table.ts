/** Some items of one table, or of one index of it. */
import { errorAt } from '../../problem/problem.ts';
import type { LockedTable } from '../files.generated.ts';
import type { TableAccess } from '../grant.ts';
import { tableArn } from '../policy/table.ts';
import type { AccessContext } from './access.ts';
import { elsewhere, stale } from './database.ts';
import { lookUp } from './look-up.ts';

export function resolveTable(context: AccessContext): TableAccess | undefined {
  const { written, entry, index, estate, problems } = context;
  const name = entry.table ?? '';
  const place = written.place(['access', index, 'table']);
  const incomplete = estate.incomplete.has('Estate');
  const found = lookUp(estate.tables, { name, place, code: 'BG0206', noun: 'table', incomplete }, problems);
  if (!found) return undefined;
  if (found.value.target !== written.value.target) {
    problems.push(...elsewhere(context, name, found.value.target));
    return undefined;
  }
  const { lock } = context;
  if (!lock) return undefined;
  const locked = lock.value.tables[name];
  const changed = locked && otherThan(locked, tableArn(lock.value, { tableName: found.value.table }));
  if (!locked || changed !== undefined) {
    problems.push(stale(context, lock, { name, part: 'table', changed }));
    return undefined;
  }
  const keyAttributes = keysOf(context, locked);
  return keyAttributes && { ...tableAccess(context, found.value.table), keyAttributes };
}

/** The lock file is of one account and region, and so must be its tables. */
function otherThan({ arn }: LockedTable, wanted: string): string | undefined {
  if (arn === wanted) return undefined;
  return arn.split('/')[1] === wanted.split('/')[1] ? 'arn' : 'table';
}

function tableAccess({ entry }: AccessContext, tableName: string): Omit<TableAccess, 'keyAttributes'> {
  return {
    kind: 'table',
    table: entry.table ?? '',
    tableName,
    index: entry.index,
    actions: entry.actions ?? [],
    partitionKeys: entry.partitionKeys ?? [],
    attributes: entry.attributes,
  };
}

/** Key attributes of the table and, where one is asked for, of the index. The compared key must be a string. */
function keysOf(context: AccessContext, table: LockedTable): string[] | undefined {
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
  if (!keys) return undefined;
  if (keys.partitionKey.type !== 'S') {
    const message = `the partition key \`${keys.partitionKey.name}\` is not a string`;
    const hint = 'AWS does not say how it compares numbers and binary keys; only string keys can be granted';
    problems.push(errorAt(place, { code: 'BG0315', message, label: `type ${keys.partitionKey.type}`, hint }));
    return undefined;
  }
  const all = [table.partitionKey, table.sortKey, keys.partitionKey, keys.sortKey];
  return [...new Set(all.flatMap((key) => (key ? [key.name] : [])))];
}
