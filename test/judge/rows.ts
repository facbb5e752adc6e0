/**
 * A row of `requests.yaml`: one request, what becomes of it, and why. `assume` is the person asking for
 * the role; anything else is an action of a session of it. All is right with it but what the row says.
 */
import { formatInstant, type Instant, minute, parseMinutes, plus, second } from '../../src/grant/lifetime.ts';
import { type Assume, assume, byPerson } from './assume.ts';
import { caller, connectCall, during, itemCall, loginArn, understood, ways } from './calls.ts';
import { type Call, type Context, judgeStrictly, type Verdict } from './judge.ts';
import type { Subject } from './subject.ts';
import { around, everything, type World, worlds } from './worlds.ts';

export type Row = {
  readonly allow?: string;
  readonly deny?: string;
  readonly reason: string;
  /** A database, a table, `table/index`, an ARN or `*`; without it the first entry of the grant. */
  readonly on?: string;
  /** `start`, `end`, `start - 1s`, `end - 1s`, `end + 59m`; without it the start. */
  readonly at?: string;
  /** Which account it happens in; without it a friendly one. */
  readonly in?: World;
  /** Who asks for the role instead of the person, and may do everything: an ARN, and the role of a session. */
  readonly by?: string;
  readonly role?: string;
  /** Tags of the session. */
  readonly tags?: readonly string[];
  /** Condition keys that are otherwise; `null` takes one away. */
  readonly with?: Readonly<Record<string, string | readonly string[] | null>>;
};

const fields = ['allow', 'deny', 'reason', 'on', 'at', 'in', 'by', 'role', 'tags', 'with'];

export async function ask(subject: Subject, row: Row): Promise<Verdict> {
  const unknown = Object.keys(row).filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}`);
  if ((row.allow === undefined) === (row.deny === undefined)) throw new Error('either allow or deny');
  if (!(row.reason?.length >= 6)) throw new Error('say why');
  const world = row.in ?? 'friendly';
  if (!worlds.includes(world)) throw new Error(`no such account: ${world}`);
  const action = row.allow ?? row.deny ?? '';
  if (action === 'assume') return await assume(subject, assumed(subject, row));
  const { by, role, tags } = row;
  if (by ?? role ?? tags) throw new Error('only for `assume`');
  return await judgeStrictly(around(subject.permissions, world), called(subject, action, row));
}

function assumed(subject: Subject, row: Row): Assume {
  const how = byPerson(subject);
  const { by, role: roleOfCaller, tags } = row;
  if (row.in !== undefined || row.on !== undefined) throw new Error('not for `assume`');
  const other = by === undefined ? {} : { principal: by, caller: [everything] };
  const { role, ...rest } = how;
  return {
    ...(by === undefined ? how : rest),
    ...other,
    ...(roleOfCaller === undefined ? {} : { role: roleOfCaller }),
    ...(tags === undefined ? {} : { tags }),
    context: changed(how.context, subject, row),
  };
}

function called(subject: Subject, action: string, row: Row): Call {
  const call = callOn(subject, action, row.on);
  return { ...call, context: changed(call.context, subject, row) };
}

/** The best call of this action that there can be on this resource. */
function callOn(subject: Subject, action: string, on: string | undefined): Call {
  const nameOf = ({ table, index }: (typeof subject.tables)[number]) =>
    index === undefined ? table : `${table}/${index}`;
  const table = subject.tables.find((one) => on === undefined || nameOf(one) === on);
  const database = subject.databases.find((one) => on === undefined || one.database === on);
  if (action === 'rds-db:connect') {
    return connectCall(subject, database ? loginArn(subject, database) : known(on));
  }
  if (table) return itemCall(subject, table, { action });
  const [like] = subject.tables;
  const context = like
    ? itemCall(subject, like, { action }).context
    : { ...during(subject), ...ways(subject)[0] };
  return { ...caller(subject), action, resource: known(on), context: understood(action, context) };
}

function known(on: string | undefined): string {
  if (on === '*' || on?.startsWith('arn:')) return on;
  throw new Error(`${on} is nothing that the grant has, and no ARN`);
}

function changed(context: Context, subject: Subject, row: Row): Context {
  const now = { 'aws:CurrentTime': formatInstant(instantOf(subject, row.at ?? 'start')) };
  const entries = Object.entries({ ...context, ...now, ...row.with });
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

function instantOf({ window }: Subject, at: string): Instant {
  const [, edge, sign, length] = /^(start|end)(?: ([+-]) (\d+[smd]))?$/.exec(at) ?? [];
  if (edge === undefined) throw new Error(`no time: ${at}`);
  const from = edge === 'start' ? window.activation : window.end;
  if (length === undefined) return from;
  const minutes = parseMinutes(length);
  const distance = minutes === undefined ? Number.parseInt(length, 10) * second : minutes * minute;
  return plus(from, sign === '-' ? -distance : distance);
}
