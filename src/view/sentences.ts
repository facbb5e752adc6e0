/**
 * What a grant gives, in sentences for somebody who was woken up: short, plain, the worst first.
 * Every one is made from `Given`, and from names and words that the files have for it.
 */
import type { Around, NamedLogin, NamedTable } from '../grant/explain/around.ts';
import { type Given, readCalls, writeCalls } from '../grant/explain/given.ts';
import { at, type Instant, minute } from '../grant/lifetime.ts';
import { boundaryArn } from '../grant/names.ts';
import { momentFor, span, timeFor } from './times.ts';
import { plural } from './words.ts';

/** `asked`: it can be switched on any time. `past`: its wall went by first. The others have a warrant. */
export type State = 'asked' | 'past' | 'live' | 'over';

export type Told = {
  readonly given: Given;
  readonly around: Around;
  readonly state: State;
  readonly now: Instant;
  /** Before its time, or at it. */
  readonly ended: { readonly at: Instant; readonly why: string } | undefined;
};

export type Section = { readonly title: string; readonly lines: readonly string[] };

/** The whole of it in one sentence. */
export function headline(told: Told): string {
  const { given, around, state } = told;
  const what = [...around.logins.map(loginVerb), ...around.tables.map(tableVerb)].join(' and ');
  const from = around.network === undefined ? '' : `, from ${around.network.id} (${around.network.says})`;
  const who = around.person?.name ?? given.session;
  const until = untilText(told);
  switch (state) {
    case 'asked':
      return `${who} asks to ${what} for ${lasts(given)}${from}, at the latest until ${until}.`;
    case 'past':
      return `Too late to open: ${who} asked to ${what} for ${lasts(given)}${from}, at the latest until ${until}.`;
    case 'live':
      return `${who} may ${what} until ${until}${from}.`;
    case 'over':
      return `It is over: ${who} was allowed to ${what} until ${until}${from}.`;
  }
}

export function sectionsOf(told: Told): Section[] {
  return [
    {
      title: 'Can',
      lines: [
        ...told.around.logins.flatMap((one) => loginCan(one, told)),
        ...told.around.tables.flatMap(tableCan),
      ],
    },
    { title: 'Cannot', lines: cannot(told) },
    { title: 'From', lines: from(told) },
    { title: 'When', lines: when(told) },
    { title: 'Who', lines: who(told) },
    { title: 'Ends', lines: ends(told) },
    { title: 'Recorded', lines: recorded(told) },
  ];
}

function loginVerb({ access, resourceId }: NamedLogin): string {
  return access === undefined
    ? `LOG IN to ${resourceId}`
    : `${access.level.toUpperCase()} ${access.database}`;
}

function tableVerb(one: NamedTable): string {
  const keys = one.keys.length > 2 ? plural(one.keys.length, 'key') : one.keys.map(mark).join(' and ');
  return `${verbs(one).join(' and ')} rows of ${placeOf(one)} under ${keys}`;
}

function verbs({ actions }: Pick<NamedTable, 'actions'>): string[] {
  const some = (calls: readonly string[]) => actions.some((action) => calls.includes(action));
  return [...(some(readCalls) ? ['READ'] : []), ...(some(writeCalls) ? ['WRITE'] : [])];
}

function placeOf({ name, index }: NamedTable): string {
  return index === null ? name : `${name} (index ${index})`;
}

/** Before that the name of a login stands for one that is not drawn yet. */
function isDrawn(state: State): boolean {
  return state === 'live' || state === 'over';
}

function lasts({ from, until }: Given): string {
  const minutes = (at(until) - at(from)) / minute;
  return Number.isInteger(minutes) ? plural(minutes, 'minute') : span(minutes * minute);
}

function untilText({ given, around, now, ended }: Told): string {
  return timeFor(ended?.at ?? at(given.until), now, around.person?.timeZone);
}

function who({ given, around }: Told): string[] {
  const { session, account, region, secondFactor } = given;
  const name = around.person === undefined ? session : `${around.person.name} (${session})`;
  const as =
    given.who.kind === 'iamUser'
      ? `the IAM user ${given.who.user}`
      : `${given.who.user}, signed in with the permission set ${given.who.permissionSet}`;
  const factor = `AWS demands a second factor that is at most ${span((secondFactor ?? 0) * 1000)} old.`;
  return [
    `${name}, as ${as}, in account ${account}, ${region}. Nobody else.`,
    ...(secondFactor === null ? [] : [factor]),
  ];
}

function loginCan({ access, entry, login, resourceId }: NamedLogin, { state }: Told): string[] {
  const name = isDrawn(state) ? `the name ${login}` : 'a name that is drawn for this grant';
  if (access === undefined)
    return [`Log in to ${resourceId} under ${name}. What it may do there is not known.`];
  const { database, level, says, maxConnections } = access;
  const holds = entry?.contains === undefined ? '' : ` It holds ${entry.contains.join(', ')}.`;
  return [
    `${level.toUpperCase()} ${database}: ${says}.${holds}`,
    `Log in to it (${resourceId}) under ${name}, with at most ${plural(maxConnections, 'connection')}.`,
  ];
}

function tableCan(one: NamedTable): string[] {
  const { table, name, actions, keys, attributes, contains } = one;
  const real = table === name ? '' : `, in AWS ${table}`;
  const holds = contains.length === 0 ? '' : ` It holds ${contains.join(', ')}.`;
  return [
    `${verbs(one).join(' and ')} ${placeOf(one)}${real}: ${actions.join(', ')}.${holds}`,
    `Rows: only those under the key ${keys.map(mark).join(' or ')}.`,
    attributes === null ? 'Columns: all.' : `Columns: only ${attributes.map(mark).join(', ')}.`,
    ...(actions.includes('UpdateItem')
      ? ['UpdateItem also makes a row where there is none under that key.']
      : []),
  ];
}

/** Between quotes where a list would not show where a value ends. */
function mark(value: string): string {
  return /^[\w#@:./+-]+$/.test(value) ? value : JSON.stringify(value);
}

function cannot({ given, around }: Told): string[] {
  const limited = given.tables.some(({ attributes }) => attributes !== null);
  const refused = around.tables.map((one) => {
    const others = [...readCalls, ...writeCalls].filter((call) => !one.actions.includes(call));
    return `On ${placeOf(one)}: Scan${others.map((call) => `, ${call}`).join('')}.`;
  });
  const tables = [
    'Reach other rows or tables, or the table through another AWS service.',
    ...(limited ? ['See or change other columns. A call that does not name its columns is refused.'] : []),
    ...refused,
  ];
  return [
    'Do anything else in AWS: every other call is refused, even where another policy allows it.',
    `Do more than the account lets any grant do (${boundaryArn(given.account, given.target).split('/').at(-1)}).`,
    ...(given.logins.length === 0 ? [] : ['Log in to any other database, or under another name.']),
    ...(given.tables.length === 0 ? [] : tables),
  ];
}

function from({ given, around: { network } }: Told): string[] {
  const { ranges, endpoints, openings, tables, logins } = given;
  const ways = [...ranges, ...endpoints.map((one) => `VPC endpoint ${one}`)].join(', ');
  return [
    ...(network === undefined ? [] : [`${network.id}: ${network.says}.`]),
    ...(tables.length === 0 ? [] : [`Calls on tables: only from ${ways}.`]),
    ...openings.map(
      ({ securityGroup, port, range }) => `Port ${port} of ${securityGroup} opens for ${range}.`,
    ),
    ...(logins.length === 0
      ? []
      : [
          'AWS does not check where a database login comes from. Other ways to the database, if any stand, stay as they are.',
        ]),
  ];
}

function when({ given, around, state, now, ended }: Told): string[] {
  const zone = around.person?.timeZone;
  const [begin, end] = [at(given.from), at(given.until)].map((instant) => timeFor(instant, now, zone));
  if (!isDrawn(state)) {
    return [`From the moment it is applied, for ${lasts(given)}, at the latest until ${end}.`];
  }
  return [
    `From ${begin} until ${end}: ${lasts(given)}.`,
    `To the second: from ${given.from} until ${given.until}.`,
    ...(ended === undefined ? [] : [`Ended ${momentFor(ended.at, now)}: ${ended.why}.`]),
  ];
}

function ends({ given, state, now }: Told): string[] {
  const earlier = `Earlier: delete grants/${given.role}.yaml, commit, and run breakglass sweep --target ${given.target}.`;
  const latest = isDrawn(state) ? '' : ', or sooner if it ends sooner';
  return [
    'By itself: from that second on AWS refuses every call. Nothing of ours has to run for that.',
    ...(given.logins.length === 0
      ? []
      : ['A database session that is open by then stays open until the cut.']),
    ...given.schedules.map(
      ({ name, at: time }) =>
        `A schedule in the account begins the cut at ${momentFor(at(`${time}Z`), now)}${latest} (${name}).`,
    ),
    ...(state === 'past' || state === 'over' ? [] : [earlier]),
  ];
}

function recorded({ given, around }: Told): string[] {
  const { session, target } = given;
  const kept = {
    yes: 'CloudTrail keeps them',
    no: 'CloudTrail does NOT keep them',
    unknown: 'whether CloudTrail keeps them is not known',
  };
  return [
    `In CloudTrail, under the name ${session}: that the role ${given.role} was taken, and when.`,
    ...around.tables.map(
      (one) => `Calls on rows of ${placeOf(one)}: ${kept[one.locked?.itemCallsLogged ?? 'unknown']}.`,
    ),
    ...around.logins.map(({ access, resourceId, logs }) => {
      const exported = logs === undefined ? 'not known' : logs.join(', ') || 'none';
      return `Logs that ${access?.database ?? resourceId} keeps outside: ${exported}.`;
    }),
    `In the archive of ${target}: the request, the plan, what was opened, the end and its proof.`,
  ];
}
