/**
 * Warrants, endings and trusted commits as values. What cannot be read makes its grant unreadable,
 * with the reason: it is never dropped, and it never hides the others.
 */
import { type GrantKeys, groupKeys, isFinished, keysFault, kindsOf, standOf } from '../../archive/grants.ts';
import { keyOf, parseKey } from '../../archive/keys.ts';
import { ownKey } from '../../archive/named.ts';
import type { Ending, Genesis, Trusted, Warrant } from '../../archive/records.ts';
import { type Read, readRecord } from '../../archive/schemas.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { inFlight } from './in-flight.ts';
import { listRecords, warrantInLog } from './list-records.ts';

export type GrantOnRecord = { readonly warrants: readonly Warrant[]; readonly endings: readonly Ending[] };

/** `grants`: what could be read of each, ascending by number. `unreadable`: why it is not all. */
export type GrantsOnRecord = {
  readonly grants: ReadonlyMap<string, GrantOnRecord>;
  readonly unreadable: ReadonlyMap<string, string>;
  /** Grants that are ended by their keys, whether the endings could be read or not. */
  readonly ended: ReadonlySet<string>;
};

type Home = { readonly store: Store; readonly genesis: Pick<Genesis, 'log' | 'target'> };
type Growing = { warrants: Warrant[]; endings: Ending[] };

/** The keys of all grants, by grant. Warrants are listed first: an ending written meanwhile is seen. */
export async function listGrants(store: Store): Promise<ReadonlyMap<string, GrantKeys>> {
  const warrants = await listRecords(store, 'warrants/');
  return groupKeys([...warrants, ...(await listRecords(store, 'endings/'))]);
}

/** Every grant that is not finished, with the keys of all; costs no read of those that are. */
export async function readUnfinished(
  home: Home,
): Promise<GrantsOnRecord & { readonly keys: ReadonlyMap<string, GrantKeys> }> {
  const keys = await listGrants(home.store);
  const groups = [...keys].filter(([, group]) => !isFinished(group));
  return { ...(await orLost(home, new Map(groups))), keys };
}

/** The given grants, finished or not. */
export async function readGrantsById(home: Home, ids: readonly string[]): Promise<GrantsOnRecord> {
  const keys: string[] = [];
  for (const id of ids) {
    keys.push(...(await home.store.list(`warrants/${id}/`)), ...(await home.store.list(`endings/${id}/`)));
  }
  const nothing: GrantKeys = { warrants: [], endings: [], strange: [] };
  const groups = groupKeys(keys);
  return orLost(home, new Map(ids.map((id) => [id, groups.get(id) ?? nothing])));
}

/** No warrant is an answer only where the log names none: one that was deleted makes its grant unreadable. */
async function orLost(home: Home, groups: ReadonlyMap<string, GrantKeys>): Promise<GrantsOnRecord> {
  const read = await readGrants(home, groups);
  const unreadable = new Map(read.unreadable);
  for (const [grant, { warrants }] of groups) {
    if (warrants.length > 0 || unreadable.has(grant)) continue;
    const lost = await warrantInLog(home.store, grant);
    // One that is there by now was written between the listing and the log.
    if (lost === undefined || (await home.store.get(lost)) !== undefined) continue;
    unreadable.set(grant, `${lost}: the log names it, but it is not there`);
  }
  return { ...read, unreadable };
}

/** The trusted commit of the highest number; undefined in an archive that has none. */
export async function lastTrusted({ store, genesis }: Home): Promise<Trusted | undefined> {
  const numbers = (await listRecords(store, 'trusted/')).flatMap((text) => {
    const key = parseKey(text);
    return key?.kind === 'trusted' ? [key.n] : [];
  });
  if (numbers.length === 0) return undefined;
  const key = keyOf({ kind: 'trusted', n: Math.max(...numbers) });
  const bytes = await store.get(key);
  const read = bytes && readRecord('trusted', bytes);
  if (read?.ok && read.value.log === genesis.log && ownKey(read.value) === key) return read.value;
  const why = read === undefined ? 'it is not there' : read.ok ? 'it belongs elsewhere' : read.why;
  throw new Outage(`${store.place}: ${key}: ${why}`, { code: 'BG0805' });
}

/** The records under the given keys, by grant. */
export async function readGrants(
  home: Home,
  groups: ReadonlyMap<string, GrantKeys>,
): Promise<GrantsOnRecord> {
  const grants = new Map<string, Growing>();
  const unreadable = new Map<string, string>();
  const keys: string[] = [];
  for (const [grant, group] of groups) {
    const fault = keysFault(group);
    if (fault !== undefined) unreadable.set(grant, fault);
    keys.push(...[...group.warrants, ...group.endings].map(keyOf));
  }
  const failures = new Map<string, string>();
  for await (const { key, bytes } of inFlight(patient(home.store, failures), keys)) {
    const grant = key.split('/')[1] ?? key;
    const fault = add(grants, { grant, key, bytes, home });
    if (fault !== undefined) unreadable.set(grant, `${key}: ${failures.get(key) ?? fault}`);
  }
  const ended = [...groups].filter(([, keys]) => isEnded(keys)).map(([grant]) => grant);
  return { grants, unreadable, ended: new Set(ended) };
}

function isEnded(keys: GrantKeys): boolean {
  return keys.endings.length > 0 && standOf(keys.warrants, kindsOf(keys)) !== 'open';
}

/** A store in which one object that does not answer is one object, not the end of the listing. */
function patient(store: Store, failures: Map<string, string>): Store {
  const get = async (key: string) => {
    try {
      return await store.get(key);
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      failures.set(key, error.message);
      return undefined;
    }
  };
  return { ...store, get };
}

type Fetched = { readonly grant: string; readonly key: string; readonly bytes: Uint8Array | undefined };

/** Adds the record to its grant, or says why it cannot. */
function add(grants: Map<string, Growing>, object: Fetched & { readonly home: Home }): string | undefined {
  const { grant, key, bytes, home } = object;
  if (bytes === undefined) return 'it is listed, but it is not there';
  const isWarrant = key.startsWith('warrants/');
  const read: Read<Warrant | Ending> = readRecord(isWarrant ? 'warrant' : 'ending', bytes);
  if (!read.ok) return read.why;
  const fault = misplaced(read.value, key, home.genesis);
  if (fault !== undefined) return fault;
  const records = grants.get(grant) ?? { warrants: [], endings: [] };
  grants.set(grant, records);
  if (read.value.v === 'breakglass/warrant/1') records.warrants.push(read.value);
  else records.endings.push(read.value);
  return undefined;
}

function misplaced(record: Warrant | Ending, key: string, genesis: Home['genesis']): string | undefined {
  if (record.log !== genesis.log) return 'it comes from another archive';
  if (record.target !== genesis.target) return `it is for the target ${record.target}`;
  if (ownKey(record) !== key) return `it says that it belongs under ${ownKey(record)}`;
  return undefined;
}
