/** What RDS says of a database, whether it is a cluster or a single instance. */
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { DatabaseFacts } from '../../grant/facts.ts';
import type { Cloud } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { once } from './once.ts';

const service = 'RDS';

export function openDatabases(connection: Connection): Cloud['database'] {
  const open = once(async () => {
    const sdk = await import('@aws-sdk/client-rds');
    return { ...sdk, client: new sdk.RDSClient(connection.settings) };
  });
  return async (where) => {
    const rds = await open();
    if ('cluster' in where) {
      const absent = ['DBClusterNotFoundFault', 'DBClusterNotFound'];
      const answer = await connection.ask({ service, call: 'DescribeDBClusters', absent }, (options) =>
        rds.client.send(new rds.DescribeDBClustersCommand({ DBClusterIdentifier: where.cluster }), options),
      );
      return answer && only(answer.DBClusters?.map(clusterFacts), where.cluster);
    }
    const absent = ['DBInstanceNotFoundFault', 'DBInstanceNotFound'];
    const answer = await connection.ask({ service, call: 'DescribeDBInstances', absent }, (options) =>
      rds.client.send(new rds.DescribeDBInstancesCommand({ DBInstanceIdentifier: where.instance }), options),
    );
    return answer && only(answer.DBInstances?.map(instanceFacts), where.instance);
  };
}

/** RDS says plainly that a database is not there: an answer that names none is no answer. */
function only(databases: readonly DatabaseFacts[] | undefined, name: string): DatabaseFacts {
  const [database] = databases ?? [];
  if (database !== undefined) return database;
  throw new Outage(`AWS RDS answered about ${name} without naming it`);
}

function clusterFacts(cluster: DBCluster): DatabaseFacts {
  return {
    ...identity(cluster.DBClusterIdentifier, cluster.DBClusterArn, cluster.DbClusterResourceId),
    ...common(cluster),
    kind: 'cluster',
    port: portOf(cluster.DBClusterIdentifier, cluster.Port),
  };
}

function instanceFacts(instance: DBInstance): DatabaseFacts {
  return {
    ...identity(instance.DBInstanceIdentifier, instance.DBInstanceArn, instance.DbiResourceId),
    ...common(instance),
    kind: 'instance',
    // `DbInstancePort` is 0 on instances whose port was left to AWS.
    port: portOf(instance.DBInstanceIdentifier, instance.Endpoint?.Port || instance.DbInstancePort),
  };
}

function identity(name: string | undefined, arn: string | undefined, resourceId: string | undefined) {
  if (arn && resourceId) return { arn, resourceId };
  throw new Outage(`AWS RDS says of ${name ?? 'a database'} neither its ARN nor its resource id`);
}

function common(database: DBCluster | DBInstance) {
  return {
    engine: database.Engine ?? '',
    securityGroups: (database.VpcSecurityGroups ?? []).map((group) => group.VpcSecurityGroupId ?? ''),
    iamAuthentication: database.IAMDatabaseAuthenticationEnabled === true,
    exportedLogs: [...(database.EnabledCloudwatchLogsExports ?? [])].sort(),
  };
}

function portOf(name: string | undefined, port: number | undefined): number {
  if (port) return port;
  throw new Outage(`AWS RDS says no port of ${name ?? 'a database'}`, {
    hint: 'it may still be in the making: wait until it is available',
  });
}
