/** Keys and indexes of a table: what an item policy must know. */
import type { AttributeDefinition, KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import type { KeyAttribute, TableFacts } from '../../grant/facts.ts';
import type { Cloud } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { once } from './once.ts';

export function openTables(connection: Connection): Cloud['table'] {
  const open = once(async () => {
    const sdk = await import('@aws-sdk/client-dynamodb');
    return { ...sdk, client: new sdk.DynamoDBClient(connection.settings) };
  });
  return async (name) => {
    const dynamodb = await open();
    const question = { service: 'DynamoDB', call: 'DescribeTable', absent: ['ResourceNotFoundException'] };
    const answer = await connection.ask(question, (options) =>
      dynamodb.client.send(new dynamodb.DescribeTableCommand({ TableName: name }), options),
    );
    return answer && factsOf(name, answer.Table ?? {});
  };
}

function factsOf(name: string, table: TableDescription): TableFacts {
  const keys = keysOf(table.KeySchema, table.AttributeDefinitions);
  if (keys === undefined || table.TableArn === undefined) {
    throw new Outage(`AWS DynamoDB says of table ${name} neither its key nor its ARN`);
  }
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return {
    arn: table.TableArn,
    ...keys,
    indexes: Object.fromEntries(
      indexes.flatMap((index) => {
        const own = keysOf(index.KeySchema, table.AttributeDefinitions);
        return own === undefined ? [] : [[index.IndexName ?? '', own] as const];
      }),
    ),
  };
}

/** Undefined for an index with several partition keys: an item policy cannot name them, so no grant may. */
function keysOf(schema: KeySchemaElement[] | undefined, attributes: AttributeDefinition[] | undefined) {
  const [partitionKey, ...more] = keysOfType('HASH', schema, attributes);
  if (partitionKey === undefined || more.length > 0) return undefined;
  return { partitionKey, sortKey: keysOfType('RANGE', schema, attributes)[0] };
}

function keysOfType(
  type: 'HASH' | 'RANGE',
  schema: KeySchemaElement[] | undefined,
  attributes: AttributeDefinition[] | undefined,
): KeyAttribute[] {
  const keys = (schema ?? []).filter((element) => element.KeyType === type);
  return keys.flatMap(({ AttributeName: name }) => {
    const kind = attributes?.find((attribute) => attribute.AttributeName === name)?.AttributeType;
    return name !== undefined && kind !== undefined ? [{ name, type: kind }] : [];
  });
}
