/** An estate that the local AWS can play: a cluster, an instance, a table, and a person with an IAM user. */
import type { Estate } from '../../src/grant/resolve/estate.ts';
import { estateOf } from '../estate-of.ts';

export const account = '111122223333';
export const region = 'eu-central-1';
export const target = 'prod-eu';

/** `groups` puts the ids that moto drew in the place of the files' own. */
export function localEstate(found: ReadonlyMap<string, string> = new Map()): Estate {
  const group = (name: string) => found.get(name) ?? 'sg-0a1b2c3d4e5f60718';
  const common = {
    target,
    database: 'main',
    owner: 'dba',
    levels: { read: { roles: ['ro'], says: 'read' } },
  };
  return estateOf(
    {
      targets: {
        [target]: {
          account,
          region,
          owner: 'security',
          state: { kind: 'local' },
          archive: { kind: 'directory' },
        },
      },
      databases: {
        'orders-prod': {
          ...common,
          engine: 'postgres',
          cluster: 'orders-prod',
          securityGroup: group('orders-prod'),
        },
        stock: { ...common, engine: 'mariadb', instance: 'stock-prod', securityGroup: group('stock') },
      },
      tables: { carts: { target, table: 'carts-prod', owner: 'carts' } },
      people: { mei: { name: 'Mei', aws: { iamUser: 'mei' } }, bo: { name: 'Bo' } },
    },
    {
      apiVersion: 'breakglass/v1',
      kind: 'Lock',
      target,
      account,
      region,
      databases: {},
      tables: {
        carts: {
          arn: `arn:aws:dynamodb:${region}:${account}:table/carts-prod`,
          partitionKey: { name: 'pk', type: 'S' },
          sortKey: { name: 'version', type: 'N' },
          indexes: { 'by-customer': { partitionKey: { name: 'customer', type: 'S' } } },
          itemCallsLogged: 'yes',
        },
      },
    },
  );
}
