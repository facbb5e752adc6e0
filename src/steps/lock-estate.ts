/** Asks AWS about everything that the estate says of one target, and makes the lock file of it. */
import type { DatabaseEntry, LockFile, TableEntry } from '../grant/files.generated.ts';
import { buildLock, type Seen } from '../grant/lock.ts';
import { checkDatabase } from '../grant/lock-check.ts';
import type { Entry, Estate } from '../grant/resolve/estate.ts';
import { suggest } from '../grant/suggest.ts';
import type { Cloud } from '../ports.ts';
import type { Problem } from '../problem/problem.ts';

/** `lock` is there when nothing but warnings was found. Writing it is the command's work. */
export type LockedEstate = { readonly lock: LockFile | undefined; readonly problems: readonly Problem[] };

type Checked<T> = { readonly seen: readonly T[]; readonly problems: readonly Problem[] };

/** Throws `Outage` when AWS did not answer. Nothing is asked in another account than the target's. */
export async function lockEstate(estate: Estate, target: string, cloud: Cloud): Promise<LockedEstate> {
  const entry = estate.targets.get(target);
  if (entry === undefined) return { lock: undefined, problems: [unknownTarget(estate, target)] };
  const { account } = entry.value;
  const caller = await cloud.caller();
  if (caller.account !== account) {
    return { lock: undefined, problems: [wrongAccount(account, caller.account, entry.place(['account']))] };
  }
  const databases = await askEach(of(target, estate.databases), (database) =>
    askDatabase(database, account, cloud),
  );
  const tables = await askEach(of(target, estate.tables), (table) => askTable(table, cloud));
  const problems = [...databases.problems, ...tables.problems];
  if (problems.some(({ severity }) => severity === 'error')) return { lock: undefined, problems };
  const seen = { target, at: entry.value, databases: databases.seen, tables: tables.seen };
  return { lock: buildLock(seen, estate.locks.get(target)?.value), problems };
}

function of<T extends { readonly target: string }>(target: string, entries: ReadonlyMap<string, Entry<T>>) {
  return [...entries.values()].filter((entry) => entry.value.target === target);
}

async function askEach<T, S>(
  entries: readonly Entry<T>[],
  ask: (entry: Entry<T>) => Promise<Checked<S>>,
): Promise<Checked<S>> {
  const answers = await Promise.all(entries.map(ask));
  return { seen: answers.flatMap(({ seen }) => seen), problems: answers.flatMap(({ problems }) => problems) };
}

async function askDatabase(
  entry: Entry<DatabaseEntry>,
  account: string,
  cloud: Cloud,
): Promise<Checked<Seen['databases'][number]>> {
  const { cluster, instance = '', securityGroup } = entry.value;
  const facts = await cloud.database(cluster === undefined ? { instance } : { cluster });
  const group = await cloud.securityGroup(securityGroup);
  const problems = checkDatabase(entry, { facts, group }, account);
  return { seen: facts === undefined ? [] : [{ name: entry.name, entry: entry.value, facts }], problems };
}

async function askTable(entry: Entry<TableEntry>, cloud: Cloud): Promise<Checked<Seen['tables'][number]>> {
  const facts = await cloud.table(entry.value.table);
  if (facts !== undefined) return { seen: [{ name: entry.name, entry: entry.value, facts }], problems: [] };
  const problem: Problem = {
    code: 'BG0256',
    severity: 'error',
    message: `AWS has no table \`${entry.value.table}\` in target \`${entry.value.target}\``,
    place: entry.place(['table']),
    label: 'not there',
    hint: 'correct the name, or the target of the table',
  };
  return { seen: [], problems: [problem] };
}

function unknownTarget(estate: Estate, target: string): Problem {
  const names = [...estate.targets.keys()].sort();
  const guess = suggest(target, names);
  const known = guess === undefined ? `there is: ${names.join(', ')}` : `did you mean \`${guess}\`?`;
  return {
    code: 'BG0202',
    severity: 'error',
    message: `the estate has no target \`${target}\``,
    hint: names.length === 0 ? 'add it under `targets` in estate/' : known,
  };
}

function wrongAccount(wanted: string, found: string, place: Problem['place'] & object): Problem {
  return {
    code: 'BG0250',
    severity: 'error',
    message: `the credentials here are of account ${found}, and the target is account ${wanted}`,
    place,
    label: 'the target',
    hint: `take credentials of account ${wanted}, or correct the account`,
  };
}
