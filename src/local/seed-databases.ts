/** Databases with a network around them and one empty security group each. */
import type * as sdkOfRds from '@aws-sdk/client-rds';
import type { DatabaseEntry } from '../grant/files.generated.ts';
import type { Stage } from './stage.ts';

type Sdk = typeof sdkOfRds;

type Engine = { cluster: string; instance: string; logs: readonly string[]; version?: string };

/** Engines as AWS calls them, and the logs that each can send. moto has no version of its own for MariaDB. */
const engines = {
  postgres: { cluster: 'aurora-postgresql', instance: 'postgres', logs: ['postgresql'] },
  mysql: { cluster: 'aurora-mysql', instance: 'mysql', logs: ['audit', 'error'] },
  mariadb: { cluster: 'mariadb', instance: 'mariadb', logs: ['audit', 'error'], version: '10.6.21' },
} as const satisfies Record<DatabaseEntry['engine'], Engine>;

/** Nobody signs in with it: logins of grants have no password. */
const master = { MasterUsername: 'owner', MasterUserPassword: 'only-in-the-local-aws' };
const size = 'db.t4g.medium';

/** Returns the security group for openings of each database. */
export async function seedDatabases(
  stage: Stage,
  databases: readonly (readonly [string, DatabaseEntry])[],
): Promise<Map<string, string>> {
  const sdk = await import('@aws-sdk/client-rds');
  const rds = new sdk.RDSClient(stage.settings);
  const groups = await seedGroups(
    stage,
    databases.map(([name]) => name),
  );
  for (const [name, entry] of databases) {
    const common = { VpcSecurityGroupIds: [groups.get(name) ?? ''], EnableIAMDatabaseAuthentication: true };
    const settings = { ...common, EnableCloudwatchLogsExports: [...engines[entry.engine].logs] };
    if (entry.cluster === undefined) await makeInstance(sdk, rds, { entry, settings });
    else await makeCluster(sdk, rds, { entry, settings, cluster: entry.cluster });
  }
  rds.destroy();
  return groups;
}

async function seedGroups(stage: Stage, databases: readonly string[]): Promise<Map<string, string>> {
  const sdk = await import('../outside/aws/ec2-sdk.ts');
  const ec2 = new sdk.EC2Client(stage.settings);
  const { Vpc } = await ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.20.0.0/16' }));
  const groups = new Map<string, string>();
  for (const name of databases) {
    const GroupName = `breakglass-openings-${name}`;
    const Description = `Empty; openings of breakglass for ${name}`;
    const group = await ec2.send(
      new sdk.CreateSecurityGroupCommand({ GroupName, Description, VpcId: Vpc?.VpcId }),
    );
    groups.set(name, group.GroupId ?? '');
  }
  ec2.destroy();
  return groups;
}

type Making = { readonly entry: DatabaseEntry; readonly settings: object };
type Rds = InstanceType<Sdk['RDSClient']>;

/** A writer and a reader, as every cluster that matters has them. */
async function makeCluster(
  sdk: Sdk,
  rds: Rds,
  { entry, settings, cluster }: Making & { readonly cluster: string },
) {
  const Engine = engines[entry.engine].cluster;
  const DBClusterIdentifier = cluster;
  const DatabaseName = entry.database;
  await rds.send(
    new sdk.CreateDBClusterCommand({ DBClusterIdentifier, Engine, DatabaseName, ...master, ...settings }),
  );
  for (const n of [1, 2]) {
    const DBInstanceIdentifier = `${cluster}-${n}`;
    const instance = { DBInstanceIdentifier, DBClusterIdentifier, Engine, DBInstanceClass: size };
    await rds.send(new sdk.CreateDBInstanceCommand(instance));
  }
}

async function makeInstance(sdk: Sdk, rds: Rds, { entry, settings }: Making) {
  const engine: Engine = engines[entry.engine];
  await rds.send(
    new sdk.CreateDBInstanceCommand({
      DBInstanceIdentifier: entry.instance,
      Engine: engine.instance,
      EngineVersion: engine.version,
      DBName: entry.database,
      DBInstanceClass: size,
      AllocatedStorage: 20,
      ...master,
      ...settings,
    }),
  );
}
