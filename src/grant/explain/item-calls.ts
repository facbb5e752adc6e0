/**
 * One line for each call on a table: with a partition key that is granted, and under attribute
 * limits with a projection of granted attributes, because DynamoDB refuses a call that names none.
 */
import type { KeyAttribute } from '../facts.ts';
import type { NamedTable } from './around.ts';
import type { Call } from './calls.ts';
import type { Given } from './given.ts';

export function itemCalls({ region }: Given, one: NamedTable): Call[] {
  const keys = one.index === null ? one.locked : one.locked?.indexes[one.index];
  const place = one.index === null ? one.table : `index ${one.index} of ${one.table}`;
  return one.actions.map((action) => {
    const rest = keys && partsOf[action]?.(one, keys);
    if (rest === undefined)
      return { what: `${action} on ${place}: the lock file does not name its keys`, line: undefined };
    const command = action.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    const table = action.startsWith('Batch') ? [] : [`--table-name ${one.table}`];
    return {
      what: `${action} on ${place}`,
      line: ['aws dynamodb', command, `--region ${region}`, ...table, ...rest].join(' '),
    };
  });
}

type Keys = { readonly partitionKey: KeyAttribute; readonly sortKey?: KeyAttribute };

type Parts = (one: NamedTable, keys: Keys) => readonly string[];

const partsOf: Readonly<Record<string, Parts>> = {
  GetItem: (one, keys) => [`--key ${json(keyOf(one, keys))}`, ...projection(one)],
  BatchGetItem: (one, keys) => {
    const names = one.attributes && {
      ProjectionExpression: listed(one, one.attributes),
      ExpressionAttributeNames: aliases(one, one.attributes),
    };
    return [`--request-items ${json({ [one.table]: { Keys: [keyOf(one, keys)], ...names } })}`];
  },
  Query: (one, { partitionKey: { name } }) => [
    ...(one.index === null ? [] : [`--index-name ${one.index}`]),
    `--key-condition-expression ${quoted(`${alias(one, name)} = :key`)}`,
    `--expression-attribute-values ${json({ ':key': { S: one.keys[0] ?? '' } })}`,
    ...(one.attributes === null
      ? [`--expression-attribute-names ${json(aliases(one, [name]))}`]
      : ['--select SPECIFIC_ATTRIBUTES', ...projection(one)]),
  ],
  UpdateItem: (one, keys) => {
    const key = keys.partitionKey.name;
    const changed =
      one.attributes?.find((name) => name !== key && name !== keys.sortKey?.name) ?? 'ATTRIBUTE';
    return [
      `--key ${json(keyOf(one, keys))}`,
      `--update-expression ${quoted(`SET ${alias(one, changed)} = :new`)}`,
      `--condition-expression ${quoted(`attribute_exists(${alias(one, key)})`)}`,
      `--expression-attribute-values ${json({ ':new': { S: 'VALUE' } })}`,
      `--expression-attribute-names ${json(aliases(one, [key, changed]))}`,
      '--return-values UPDATED_NEW',
    ];
  },
  PutItem: (one, keys) => [`--item ${json(keyOf(one, keys))}`],
  DeleteItem: (one, keys) => [`--key ${json(keyOf(one, keys))}`],
  BatchWriteItem: (one, keys) => [
    `--request-items ${json({ [one.table]: [{ PutRequest: { Item: keyOf(one, keys) } }] })}`,
  ],
};

/** The first granted key. What it is sorted by is not limited, so the file does not say it. */
function keyOf({ keys: [first = ''] }: NamedTable, { partitionKey, sortKey }: Keys) {
  const sort = sortKey && { [sortKey.name]: { [sortKey.type]: sortKey.type === 'N' ? '0' : 'SORT-KEY' } };
  return { [partitionKey.name]: { S: first }, ...sort };
}

function projection(one: NamedTable): string[] {
  const { attributes } = one;
  if (attributes === null) return [];
  return [
    `--projection-expression ${quoted(listed(one, attributes))}`,
    `--expression-attribute-names ${json(aliases(one, attributes))}`,
  ];
}

function listed(one: NamedTable, attributes: readonly string[]): string {
  return attributes.map((name) => alias(one, name)).join(', ');
}

function aliases(one: NamedTable, attributes: readonly string[]) {
  return Object.fromEntries(attributes.map((name) => [alias(one, name), name]));
}

/** Always an alias: `status` and hundreds of others are reserved words. By number where a name is no alias itself. */
function alias({ attributes }: NamedTable, name: string): string {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? `#${name}` : `#${(attributes ?? []).indexOf(name) + 1}`;
}

function json(value: unknown): string {
  return quoted(
    JSON.stringify(value).replace(
      /[^ -~]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
