/** The permission policy once more; see write.ts for why it is written apart. */
import type { Json } from '../resources.ts';
import type { Given, GivenTable } from './given.ts';

export type Fields = { readonly [key: string]: Json };

/** Every statement of the role's one inline policy. */
export function permissions(given: Given): Fields[] {
  const { account, region, from, until } = given;
  const logins = given.logins.map(
    (one) => `arn:aws:rds-db:${region}:${account}:dbuser:${one.resourceId}/${one.login}`,
  );
  const tables = given.tables.map((one) => tableArn(given, one));
  const calls = given.tables.flatMap(({ actions }) => actions.map((action) => `dynamodb:${action}`));
  const granted = [...new Set([...calls, ...(logins.length === 0 ? [] : ['rds-db:connect'])])];
  const all = { Effect: 'Deny', Action: '*', Resource: '*' };
  return [
    ...(logins.length === 0 ? [] : [{ Effect: 'Allow', Action: 'rds-db:connect', Resource: logins }]),
    ...given.tables.flatMap((one) => [...tableAllows(given, one), ...tableDenies(given, one)]),
    { ...all, Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': until } } },
    { ...all, Condition: { DateLessThan: { 'aws:CurrentTime': from } } },
    { Effect: 'Deny', NotAction: granted, Resource: '*' },
    ...(logins.length === 0 ? [] : [{ Effect: 'Deny', Action: 'rds-db:*', NotResource: logins }]),
    ...(tables.length === 0 ? [] : [{ Effect: 'Deny', Action: 'dynamodb:*', NotResource: tables }]),
  ];
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

function tableDenies(given: Given, one: GivenTable): Fields[] {
  const { ranges, endpoints } = given;
  const address: Fields = ranges.length === 0 ? {} : { NotIpAddress: { 'aws:SourceIp': ranges } };
  const endpoint: Fields = endpoints.length === 0 ? {} : { StringNotEquals: { 'aws:SourceVpce': endpoints } };
  return [
    { ...address, Null: { 'aws:SourceIp': 'false' } },
    { ...endpoint, Null: { 'aws:SourceVpce': 'false' } },
  ].map((Condition) => ({ Effect: 'Deny', Action: 'dynamodb:*', Resource: tableArn(given, one), Condition }));
}

/** Half-open. */
export function inside({ from, until }: Pick<Given, 'from' | 'until'>): Fields {
  const now = 'aws:CurrentTime';
  return { DateGreaterThanEquals: { [now]: from }, DateLessThan: { [now]: until } };
}
