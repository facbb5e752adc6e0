/** Tables with the keys and indexes that the lock file knows; the estate alone does not name them. */
import type { KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { LockedIndex, LockFile, TableEntry } from '../grant/files.generated.ts';
import type { Stage } from './stage.ts';

type Keys = LockedIndex & { readonly indexes: { readonly [name: string]: LockedIndex } };

/** For a table that was never locked. */
const usual: Keys = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  indexes: {},
};

export async function seedTables(
  stage: Stage,
  tables: readonly (readonly [string, TableEntry])[],
  lock: LockFile | undefined,
): Promise<void> {
  if (tables.length === 0) return;
  const sdk = await import('@aws-sdk/client-dynamodb');
  const dynamodb = new sdk.DynamoDBClient(stage.settings);
  for (const [name, { table }] of tables) {
    const keys = lock?.tables[name] ?? usual;
    await dynamodb.send(
      new sdk.CreateTableCommand({ TableName: table, BillingMode: 'PAY_PER_REQUEST', ...shapeOf(keys) }),
    );
  }
  dynamodb.destroy();
}

function shapeOf(keys: Keys) {
  const attributes = [keys, ...Object.values(keys.indexes)].flatMap(attributesOf);
  const indexes = Object.entries(keys.indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: schemaOf(index),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return {
    KeySchema: schemaOf(keys),
    AttributeDefinitions: [
      ...new Map(attributes.map((attribute) => [attribute.AttributeName, attribute])).values(),
    ],
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
  };
}

function attributesOf({ partitionKey, sortKey }: LockedIndex) {
  return [partitionKey, ...(sortKey ? [sortKey] : [])].map(({ name, type }) => ({
    AttributeName: name,
    AttributeType: type,
  }));
}

function schemaOf({ partitionKey, sortKey }: LockedIndex): KeySchemaElement[] {
  const partition: KeySchemaElement = { AttributeName: partitionKey.name, KeyType: 'HASH' };
  return sortKey ? [partition, { AttributeName: sortKey.name, KeyType: 'RANGE' }] : [partition];
}
