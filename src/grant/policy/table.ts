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

/** The Allows of one access entry, and the Denies that keep its calls inside the grant's network. */
export function tableStatements(
  grant: Grant,
  access: TableAccess,
  { window, index }: { readonly window: Window; readonly index: number },
): Statement[] {
  const resource = tableArn(grant.target, access);
  const actions = access.actions.map((action) => `dynamodb:${action}`);
  const allows = waysIn(grant).map(
    ([way, condition]): Statement => ({
      Sid: `Table${index}${way}`,
      Effect: 'Allow',
      Action: actions,
      Resource: [resource],
      Condition: merge(
        rowsAndColumns(access),
        { Bool: { 'aws:ViaAWSService': 'false' } },
        condition,
        inside(window),
      ),
    }),
  );
  return [...allows, ...outsideNetwork(grant, resource, index)];
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
    StringEqualsIfExists: {
      'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
      'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'],
    },
  };
}

/** Each Deny tests that its key is present: an absent key would make `NotIpAddress` true for every endpoint call. */
function outsideNetwork(grant: Grant, resource: string, index: number): Statement[] {
  const { cidrs, endpoints } = grant.from;
  const deny = { Effect: 'Deny', Action: ['dynamodb:*'], Resource: [resource] } as const;
  const otherAddress: Condition = cidrs.length > 0 ? { NotIpAddress: { 'aws:SourceIp': cidrs } } : {};
  const otherEndpoint: Condition =
    endpoints.length > 0 ? { StringNotEquals: { 'aws:SourceVpce': endpoints } } : {};
  return [
    {
      Sid: `DenyAddress${index}`,
      ...deny,
      Condition: { ...otherAddress, Null: { 'aws:SourceIp': 'false' } },
    },
    {
      Sid: `DenyEndpoint${index}`,
      ...deny,
      Condition: { ...otherEndpoint, Null: { 'aws:SourceVpce': 'false' } },
    },
  ];
}
