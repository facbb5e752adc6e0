/**
 * What the files say around the documents of a grant: names for what stands in them, what a level
 * lets a login do, who else asked. Nothing here permits. What the files do not say stays undefined.
 */
import type { DatabaseEntry, GrantFile, LockedTable, PlaybookFile } from '../files.generated.ts';
import type { DatabaseAccess } from '../grant.ts';
import { attempt } from '../holes.ts';
import type { Estate } from '../resolve/estate.ts';
import type { Json } from '../resources.ts';
import { type ApproverPool, approverPool } from '../rules/approver-pool.ts';
import type { Given, GivenLogin, GivenTable } from './given.ts';
import { list, part, text } from './loose.ts';

/** What a login becomes: `access` is what was approved, `entry` what the estate says today. */
export type NamedLogin = GivenLogin & {
  readonly access: Level | undefined;
  readonly entry: DatabaseEntry | undefined;
  /** Logs that the database exports. */
  readonly logs: readonly string[] | undefined;
};

/** Of an access entry what explains it. */
export type Level = Pick<
  DatabaseAccess,
  'database' | 'resourceId' | 'level' | 'says' | 'engine' | 'port' | 'securityGroup' | 'maxConnections'
>;

export type NamedTable = GivenTable & {
  /** As the estate calls the table. */
  readonly name: string;
  readonly locked: LockedTable | undefined;
  readonly contains: readonly string[];
};

export type Around = {
  readonly person: { readonly name: string; readonly timeZone?: string } | undefined;
  readonly network: { readonly id: string; readonly says: string } | undefined;
  readonly logins: readonly NamedLogin[];
  readonly tables: readonly NamedTable[];
  readonly playbook: PlaybookFile | undefined;
  readonly approvers: ApproverPool | undefined;
  readonly people: Estate['people'];
};

/** `levels`: the database entries of the grant, or of its meaning. `playbook`: the id of its playbook. */
export function aroundOf(
  given: Given,
  { estate, levels, playbook: id }: { estate: Estate; levels: readonly Level[]; playbook: string },
): Around {
  const person = estate.people.get(given.session)?.value;
  const playbook = estate.playbooks.get(id)?.value;
  return {
    person: person && {
      name: person.name,
      ...(person.timeZone === undefined ? {} : { timeZone: person.timeZone }),
    },
    network: networkOf(given, estate),
    logins: given.logins.map((login) => {
      const access = levels.find(({ resourceId }) => resourceId === login.resourceId);
      const name = access?.database ?? '';
      const logs = estate.locks.get(given.target)?.value.databases[name]?.exportedLogs;
      return { ...login, access, entry: estate.databases.get(name)?.value, logs };
    }),
    tables: given.tables.map((table) => tableOf(given, table, estate)),
    playbook,
    approvers: attempt(() => playbook && approverPool(given.session, playbook, estate)),
    people: estate.people,
  };
}

/** The database entries of a meaning; of another version of it what has the same form. */
export function levelsIn(meaning: Json): Level[] {
  return list(part(meaning, 'access')).flatMap((one) => {
    const [engine, port, most] = ['engine', 'port', 'maxConnections'].map((key) => part(one, key));
    const known = engine === 'postgres' || engine === 'mysql' || engine === 'mariadb';
    if (!known || typeof port !== 'number' || typeof most !== 'number') return [];
    const words = (key: string) => text(part(one, key));
    return [
      {
        database: words('database'),
        resourceId: words('resourceId'),
        level: words('level'),
        says: words('says'),
        engine,
        port,
        securityGroup: words('securityGroup'),
        maxConnections: most,
      },
    ];
  });
}

/** The network that has exactly these ranges, and these endpoints where calls on tables name them. */
function networkOf({ ranges, endpoints, openings, tables }: Given, { networks }: Estate): Around['network'] {
  const given = new Set([...ranges, ...openings.map(({ range }) => range)]);
  const same = (listed: readonly string[], wanted: ReadonlySet<string>) =>
    listed.length === wanted.size && listed.every((one) => wanted.has(one));
  const found = [...networks.values()].find(
    ({ value }) =>
      same(value.cidrs, given) && (tables.length === 0 || same(value.endpoints ?? [], new Set(endpoints))),
  );
  return found && { id: found.name, says: found.value.says };
}

function tableOf({ target, account, region }: Given, table: GivenTable, estate: Estate): NamedTable {
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${table.table}`;
  const [name, locked] =
    Object.entries(estate.locks.get(target)?.value.tables ?? {}).find(([, one]) => one.arn === arn) ?? [];
  return {
    ...table,
    name: name ?? table.table,
    locked,
    contains: estate.tables.get(name ?? '')?.value.contains ?? [],
  };
}

/** Other grants of the files, as far as they can be read: what tells what is usual. */
export type History = {
  readonly grants: readonly Pick<GrantFile, 'id' | 'person' | 'playbook'>[];
  /** All grant files could be read. */
  readonly complete: boolean;
};
