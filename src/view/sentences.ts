/**
 * What a grant gives, in sentences for somebody who was woken up: short, plain, the worst first.
 * Every one is made from `Given`, and from names and words that the files have for it.
 */
import type { NamedLogin, NamedTable } from '../grant/explain/around.ts';
import { readCalls, writeCalls } from '../grant/explain/given.ts';
import { at } from '../grant/lifetime.ts';
import { boundaryArn } from '../grant/names.ts';
import { circumstances } from './circumstances.ts';
import { timeFor } from './times.ts';
import { isDrawn, lasts, placeOf, type Section, type Told } from './told.ts';
import { plural } from './words.ts';

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
    ...circumstances(told),
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

function untilText({ given, around, now, ended }: Told): string {
  return timeFor(ended?.at ?? at(given.until), now, around.person?.timeZone);
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
