/**
 * DynamoDB by rows and columns (developer guide: fine-grained access control). An Allow holds for
 * one table or one index, its own keys, and one way in: a public address or a VPC endpoint.
 */
import type { Grant, TableAccess, Target } from '../grant.ts';
import { type Condition, inside, merge, type Statement, type Window } from './document.ts';

/** The ARN of a table, or of one index of it. */
export function tableArn(
  { account, region }: Pick<Target, 'account' | 'region'>,
  { tableName, index }: Pick<TableAccess, 'tableName'> & Partial<Pick<TableAccess, 'index'>>,
): string {
  const table = `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
  return index === undefined ? table : `${table}/index/${index}`;
}

/** The Allows of one access entry: one for each way in. */
export function tableAllows(
  grant: Grant,
  access: TableAccess,
  { window, index }: { readonly window: Window; readonly index: number },
): Statement[] {
  return waysIn(grant).map(([way, condition]) => ({
    Sid: `Table${index}${way}`,
    Effect: 'Allow',
    Action: access.actions.map((action) => `dynamodb:${action}`),
    Resource: [tableArn(grant.target, access)],
    Condition: merge(
      rowsAndColumns(access),
      { Bool: { 'aws:ViaAWSService': 'false' } },
      condition,
      inside(window),
    ),
  }));
}

/**
 * The same limits once more, for calls that a resource policy allows. A negated operator is true on
 * a missing key, so each of them is `ForAnyValue` (false on a missing key) or tests for presence, and
 * the missing key has a Deny of its own. Where all tables share a limit, other resources need no
 * exception: they are denied as a whole.
 */
export function tableDenies(grant: Grant, tables: readonly TableAccess[]): Statement[] {
  if (tables.length === 0) return [];
  const limited = tables.filter(({ attributes }) => attributes !== undefined);
  return [
    ...otherNetworks(grant),
    deny('DenyForwarded', ['*'], { Bool: { 'aws:ViaAWSService': 'true' } }),
    deny('DenyNoKey', ['*'], { Null: { 'dynamodb:LeadingKeys': 'true' } }),
    ...tables.flatMap((access, index) => otherRowsAndColumns(grant, access, index)),
    ...wholeItems(limited.map((access) => tableArn(grant.target, access))),
  ];
}

/** A request carries `aws:SourceIp` or, through an endpoint, `aws:SourceVpce`; never both. */
function waysIn(grant: Grant): [string, Condition][] {
  const ways: [string, Condition][] = [];
  if (grant.from.cidrs.length > 0) {
    ways.push(['Public', { IpAddress: { 'aws:SourceIp': grant.from.cidrs } }]);
  }
  if (grant.from.endpoints.length > 0) {
    ways.push(['Endpoint', { StringEquals: { 'aws:SourceVpce': grant.from.endpoints } }]);
  }
  return ways;
}

/** What a call may ask to be answered when only some attributes are granted. */
const partial = {
  'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
  'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'],
} as const;

/**
 * `ForAllValues` is true on a missing key, so each key must be present as well: otherwise a call
 * that has no leading key (Scan) would pass. With attribute limits the caller must name what it
 * reads, and no answer may return whole items.
 */
function rowsAndColumns(access: TableAccess): Condition {
  const keys = { 'dynamodb:LeadingKeys': access.partitionKeys };
  if (access.attributes === undefined) {
    return { 'ForAllValues:StringEquals': keys, Null: { 'dynamodb:LeadingKeys': 'false' } };
  }
  return {
    'ForAllValues:StringEquals': { ...keys, 'dynamodb:Attributes': access.attributes },
    Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
    StringEqualsIfExists: partial,
  };
}

/** Each Deny tests that its key is present: an absent key would make `NotIpAddress` true for every endpoint call. */
function otherNetworks({ from: { cidrs, endpoints } }: Grant): Statement[] {
  const address: Condition = cidrs.length > 0 ? { NotIpAddress: { 'aws:SourceIp': cidrs } } : {};
  const endpoint: Condition =
    endpoints.length > 0 ? { StringNotEquals: { 'aws:SourceVpce': endpoints } } : {};
  return [
    deny('DenyAddress', ['*'], { ...address, Null: { 'aws:SourceIp': 'false' } }),
    deny('DenyEndpoint', ['*'], { ...endpoint, Null: { 'aws:SourceVpce': 'false' } }),
    deny('DenyNowhere', ['*'], { Null: { 'aws:SourceIp': 'true', 'aws:SourceVpce': 'true' } }),
  ];
}

function otherRowsAndColumns(grant: Grant, access: TableAccess, index: number): Statement[] {
  const resource = [tableArn(grant.target, access)];
  const { partitionKeys, attributes } = access;
  const other = (key: string, granted: readonly string[]): Condition => ({
    'ForAnyValue:StringNotEquals': { [`dynamodb:${key}`]: granted },
  });
  return [
    deny(`DenyKeys${index}`, resource, other('LeadingKeys', partitionKeys)),
    ...(attributes ? [deny(`DenyAttributes${index}`, resource, other('Attributes', attributes))] : []),
  ];
}

/** Calls that name no attributes, or that ask for hidden ones in the answer. */
function wholeItems(limited: readonly string[]): Statement[] {
  if (limited.length === 0) return [];
  const otherThan = (key: 'dynamodb:Select' | 'dynamodb:ReturnValues'): Condition => ({
    StringNotEquals: { [key]: partial[key] },
    Null: { [key]: 'false' },
  });
  return [
    deny('DenyNoAttributes', limited, { Null: { 'dynamodb:Attributes': 'true' } }),
    deny('DenySelect', limited, otherThan('dynamodb:Select')),
    deny('DenyReturnValues', limited, otherThan('dynamodb:ReturnValues')),
  ];
}

function deny(sid: string, resources: readonly string[], condition: Condition): Statement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Action: ['dynamodb:*'],
    Resource: resources,
    Condition: condition,
  };
}
