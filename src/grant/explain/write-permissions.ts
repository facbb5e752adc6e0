/** The permission policy once more; see write.ts for why it is written apart. */
import type { Json } from '../resources.ts';
import type { Given, GivenTable } from './given.ts';

export type Fields = { readonly [key: string]: Json };

/** Every statement of the role's one inline policy. */
export function permissions(given: Given): Fields[] {
  const { account, region, from, until, tables } = given;
  const logins = given.logins.map(
    (one) => `arn:aws:rds-db:${region}:${account}:dbuser:${one.resourceId}/${one.login}`,
  );
  const all = { Effect: 'Deny', Action: '*', Resource: '*' };
  return [
    ...(logins.length === 0 ? [] : [{ Effect: 'Allow', Action: 'rds-db:connect', Resource: logins }]),
    ...tables.flatMap((one) => tableAllows(given, one)),
    { ...all, Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': until } } },
    { ...all, Condition: { DateLessThan: { 'aws:CurrentTime': from } } },
    { Effect: 'Deny', Action: '*', NotResource: [...logins, ...tables.map((one) => tableArn(given, one))] },
    ...otherCalls(given, logins),
    ...(tables.length === 0 ? [] : [...everyTable(given), ...limitedTables(given)]),
    ...tables.flatMap((one) => rowsAndColumns(given, one)),
  ];
}

/** Each list of calls once, with all that it is granted on. */
function otherCalls(given: Given, logins: readonly string[]): Fields[] {
  const lists = new Map<string, string[]>(logins.length === 0 ? [] : [['rds-db:connect', [...logins]]]);
  for (const one of given.tables) {
    const calls = one.actions
      .map((action) => `dynamodb:${action}`)
      .sort()
      .join();
    lists.set(calls, [...(lists.get(calls) ?? []), tableArn(given, one)]);
  }
  return [...lists].map(([calls, Resource]) => ({ Effect: 'Deny', NotAction: calls.split(','), Resource }));
}

function tableArn({ account, region }: Given, { table, index }: GivenTable): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}${index === null ? '' : `/index/${index}`}`;
}

function tableAllows(given: Given, one: GivenTable): Fields[] {
  const within: Fields = { 'dynamodb:LeadingKeys': one.keys };
  const present: Fields = { 'dynamodb:LeadingKeys': 'false' };
  const rows: Fields = { 'ForAllValues:StringEquals': within, Null: present };
  const columns: Fields = {
    'ForAllValues:StringEquals': { ...within, 'dynamodb:Attributes': one.attributes ?? [] },
    Null: { ...present, 'dynamodb:Attributes': 'false' },
    StringEqualsIfExists: {
      'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
      'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'],
    },
  };
  const ways: Fields[] = [
    ...(given.ranges.length === 0 ? [] : [{ IpAddress: { 'aws:SourceIp': given.ranges } }]),
    ...(given.endpoints.length === 0 ? [] : [{ StringEquals: { 'aws:SourceVpce': given.endpoints } }]),
  ];
  return ways.map((way) => ({
    Effect: 'Allow',
    Action: one.actions.map((action) => `dynamodb:${action}`),
    Resource: tableArn(given, one),
    Condition: {
      ...(one.attributes === null ? rows : columns),
      Bool: { 'aws:ViaAWSService': 'false' },
      ...way,
      ...inside(given),
    },
  }));
}

/** Calls from elsewhere, by way of another service, or without a key. */
function everyTable({ ranges, endpoints }: Given): Fields[] {
  const address: Fields = ranges.length === 0 ? {} : { NotIpAddress: { 'aws:SourceIp': ranges } };
  const endpoint: Fields = endpoints.length === 0 ? {} : { StringNotEquals: { 'aws:SourceVpce': endpoints } };
  return [
    { ...address, Null: { 'aws:SourceIp': 'false' } },
    { ...endpoint, Null: { 'aws:SourceVpce': 'false' } },
    { Null: { 'aws:SourceIp': 'true', 'aws:SourceVpce': 'true' } },
    { Bool: { 'aws:ViaAWSService': 'true' } },
    { Null: { 'dynamodb:LeadingKeys': 'true' } },
  ].map((Condition) => denied('*', Condition));
}

/** Where columns are limited: calls that name none, or that would be answered with whole rows. */
function limitedTables(given: Given): Fields[] {
  const limited = given.tables.filter(({ attributes }) => attributes !== null);
  if (limited.length === 0) return [];
  const answered = { 'dynamodb:ReturnValues': ['NONE', 'UPDATED_NEW', 'UPDATED_OLD'] };
  return [
    { Null: { 'dynamodb:Attributes': 'true' } },
    {
      StringNotEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      Null: { 'dynamodb:Select': 'false' },
    },
    { StringNotEquals: answered, Null: { 'dynamodb:ReturnValues': 'false' } },
  ].map((Condition) =>
    denied(
      limited.map((one) => tableArn(given, one)),
      Condition,
    ),
  );
}

function rowsAndColumns(given: Given, one: GivenTable): Fields[] {
  const other = (key: string, granted: readonly string[]) =>
    denied(tableArn(given, one), { 'ForAnyValue:StringNotEquals': { [`dynamodb:${key}`]: granted } });
  return [
    other('LeadingKeys', one.keys),
    ...(one.attributes === null ? [] : [other('Attributes', one.attributes)]),
  ];
}

function denied(Resource: string | readonly string[], Condition: Fields): Fields {
  return { Effect: 'Deny', Action: 'dynamodb:*', Resource, Condition };
}

/** Half-open. */
export function inside({ from, until }: Pick<Given, 'from' | 'until'>): Fields {
  const now = 'aws:CurrentTime';
  return { DateGreaterThanEquals: { [now]: from }, DateLessThan: { [now]: until } };
}
