/**
 * What a grant's role may do: one document that holds every Allow and the role-wide Denies, so
 * that all of them arrive and leave in one call. The Denies are there because a resource policy
 * elsewhere in the account can allow what this role does not.
 */
import type { DatabaseAccess, Grant, TableAccess } from '../grant.ts';
import { formatInstant } from '../lifetime.ts';
import { type Document, document, type Statement, type Window } from './document.ts';
import { tableArn, tableStatements } from './table.ts';

/** Logins by database id: the user that `apply` drew for this grant. */
export type Logins = { readonly [database: string]: string };

/** The inline policy of the grant's role. */
export function permissionPolicy(grant: Grant, window: Window, logins: Logins): Document {
  const databases = grant.access.filter((access): access is DatabaseAccess => access.kind === 'database');
  const tables = grant.access.filter((access): access is TableAccess => access.kind === 'table');
  const users = databases.map((access) => loginArn(grant, access, logins));
  return document([
    ...connect(users),
    ...tables.flatMap((access, index) => tableStatements(grant, access, { window, index })),
    ...outsideWindow(window),
    otherActions(databases, tables),
    ...others('DenyOtherLogins', 'rds-db:*', users),
    ...others(
      'DenyOtherTables',
      'dynamodb:*',
      tables.map((access) => tableArn(grant.target, access)),
    ),
  ]);
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

function otherActions(databases: readonly DatabaseAccess[], tables: readonly TableAccess[]): Statement {
  const granted = tables.flatMap((access) => access.actions.map((action) => `dynamodb:${action}`));
  if (databases.length > 0) granted.push('rds-db:connect');
  return {
    Sid: 'DenyOtherActions',
    Effect: 'Deny',
    NotAction: [...new Set(granted)].sort(),
    Resource: ['*'],
  };
}

function others(sid: string, action: string, granted: readonly string[]): Statement[] {
  if (granted.length === 0) return [];
  return [{ Sid: sid, Effect: 'Deny', Action: [action], NotResource: granted }];
}
