/** The lock file of a target: built from what AWS said, always the same text for the same facts. */
import type { DatabaseFacts, KeyAttribute, TableFacts } from './facts.ts';
import type {
  DatabaseEntry,
  LockedDatabase,
  LockedIndex,
  LockedTable,
  LockFile,
  TableEntry,
  TargetEntry,
} from './files.generated.ts';

/** The estate's entries of one target, each with what AWS said of it. */
export type Seen = {
  readonly target: string;
  readonly at: Pick<TargetEntry, 'account' | 'region'>;
  readonly databases: readonly {
    readonly name: string;
    readonly entry: DatabaseEntry;
    readonly facts: DatabaseFacts;
  }[];
  readonly tables: readonly {
    readonly name: string;
    readonly entry: TableEntry;
    readonly facts: TableFacts;
  }[];
};

/** What one survey cannot see. Another one may have seen it, and its finding is kept. */
const unseen = 'unknown';

/** `before`: the lock file that this one replaces, for the findings of other surveys in it. */
export function buildLock(seen: Seen, before: LockFile | undefined): LockFile {
  return {
    apiVersion: 'breakglass/v1',
    kind: 'Lock',
    target: seen.target,
    account: seen.at.account,
    region: seen.at.region,
    databases: byName(
      seen.databases.map(({ name, entry, facts }) => [
        name,
        lockDatabase(entry, facts, before?.databases[name]),
      ]),
    ),
    tables: byName(seen.tables.map(({ name, facts }) => [name, lockTable(facts, before?.tables[name])])),
  };
}

/** The bytes of the lock file: two spaces, one newline at the end, and no time, so that nothing changes by itself. */
export function formatLock(lock: LockFile): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function lockDatabase(
  entry: DatabaseEntry,
  facts: DatabaseFacts,
  before: LockedDatabase | undefined,
): LockedDatabase {
  // Rights that were found on another database under the same name say nothing of this one.
  const known = before?.resourceId === facts.resourceId ? before.levels : {};
  return {
    engine: facts.engine,
    ...(entry.cluster === undefined ? {} : { cluster: entry.cluster }),
    ...(entry.instance === undefined ? {} : { instance: entry.instance }),
    resourceId: facts.resourceId,
    port: facts.port,
    securityGroup: entry.securityGroup,
    iamAuthentication: facts.iamAuthentication,
    exportedLogs: [...new Set(facts.exportedLogs)].sort(),
    levels: byName(Object.keys(entry.levels).map((level) => [level, known[level] ?? unseen])),
  };
}

function lockTable(facts: TableFacts, before: LockedTable | undefined): LockedTable {
  return {
    arn: facts.arn,
    ...lockKeys(facts),
    indexes: byName(Object.entries(facts.indexes).map(([name, keys]) => [name, lockKeys(keys)])),
    itemCallsLogged: before?.arn === facts.arn ? before.itemCallsLogged : unseen,
  };
}

function lockKeys(keys: { partitionKey: KeyAttribute; sortKey: KeyAttribute | undefined }): LockedIndex {
  const key = ({ name, type }: KeyAttribute) => ({ name, type });
  return {
    partitionKey: key(keys.partitionKey),
    ...(keys.sortKey === undefined ? {} : { sortKey: key(keys.sortKey) }),
  };
}

/** By UTF-16 code units, so that no locale can turn the file over. */
function byName<T>(members: readonly (readonly [string, T])[]): { [name: string]: T } {
  return Object.fromEntries([...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
