/**
 * What a grant's role may do: one document that holds every Allow and the role-wide Denies, so
 * that all of them arrive and leave in one call. The Denies are there because a resource policy
 * elsewhere in the account can allow what this role does not: they alone must keep the grant to
 * its resources, actions, rows, columns, network and window.
 */
import type { DatabaseAccess, Grant, TableAccess } from '../grant.ts';
import { formatInstant } from '../lifetime.ts';
import { type Document, document, type Statement, type Window } from './document.ts';
import { tableAllows, tableDenies } from './table.ts';

/** Logins by database id: the user that `apply` drew for this grant. */
export type Logins = { readonly [database: string]: string };

/** The inline policy of the grant's role. */
export function permissionPolicy(grant: Grant, window: Window, logins: Logins): Document {
  const databases = grant.access.filter((access): access is DatabaseAccess => access.kind === 'database');
  const tables = grant.access.filter((access): access is TableAccess => access.kind === 'table');
  const users = databases.map((access) => loginArn(grant, access, logins));
  const allows = [
    ...connect(users),
    ...tables.flatMap((access, index) => tableAllows(grant, access, { window, index })),
  ];
  return document([...allows, ...outsideWindow(window), ...ceilings(allows), ...tableDenies(grant, tables)]);
}

/** `arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE/USER` (RDS guide: IAM database authentication). */
function loginArn(grant: Grant, access: DatabaseAccess, logins: Logins): string {
  const login = logins[access.database];
  if (login === undefined) throw new Error(`no login was drawn for ${access.database}`);
  const { region, account } = grant.target;
  return `arn:aws:rds-db:${region}:${account}:dbuser:${access.resourceId}/${login}`;
}

/**
 * No condition: RDS ignores network keys here and has refused date keys. Trust, the Deny outside
 * the window, the login's own life and the cut bound it in time; the opening bounds it in the network.
 */
function connect(users: readonly string[]): Statement[] {
  if (users.length === 0) return [];
  return [{ Sid: 'Connect', Effect: 'Allow', Action: ['rds-db:connect'], Resource: users }];
}

function outsideWindow(window: Window): Statement[] {
  const everything = { Effect: 'Deny', Action: ['*'], Resource: ['*'] } as const;
  const end = formatInstant(window.end);
  const activation = formatInstant(window.activation);
  return [
    { Sid: 'DenyLate', ...everything, Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': end } } },
    { Sid: 'DenyEarly', ...everything, Condition: { DateLessThan: { 'aws:CurrentTime': activation } } },
  ];
}

/**
 * No other resource, and on each resource no other action. One list of actions for all resources
 * would let a resource policy give what is granted on one table on another one, or on its index.
 */
function ceilings(allows: readonly Statement[]): Statement[] {
  const resources = new Map<string, Set<string>>();
  for (const { Action = [], Resource = [] } of allows) {
    const actions = [...Action].sort().join(' ');
    resources.set(actions, new Set([...(resources.get(actions) ?? []), ...Resource]));
  }
  return [
    {
      Sid: 'DenyOtherResources',
      Effect: 'Deny',
      Action: ['*'],
      NotResource: [...resources.values()].flatMap((some) => [...some]),
    },
    ...[...resources].map(
      ([actions, some], n): Statement => ({
        Sid: `DenyOtherActions${n}`,
        Effect: 'Deny',
        NotAction: actions.split(' '),
        Resource: [...some],
      }),
    ),
  ];
}
