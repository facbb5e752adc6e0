/**
 * Every condition that may stand in a document. An Allow must close on a missing key: `IfExists`
 * only where no call needs the key. A Deny must open on one, or test for it beside.
 */
import type { Looked } from './look.ts';

const inTrust = [
  'ArnLike aws:PrincipalArn',
  'Bool aws:MultiFactorAuthPresent',
  'DateGreaterThanEquals aws:CurrentTime',
  'DateLessThan aws:CurrentTime',
  'NumericLessThan aws:MultiFactorAuthAge',
  'StringEquals identitystore:UserId',
  'StringEquals sts:RoleSessionName',
  'StringEquals sts:SourceIdentity',
  'StringLike aws:userid',
];

const inAllow = [
  'Bool aws:ViaAWSService',
  'DateGreaterThanEquals aws:CurrentTime',
  'DateLessThan aws:CurrentTime',
  'ForAllValues:StringEquals dynamodb:Attributes',
  'ForAllValues:StringEquals dynamodb:LeadingKeys',
  'IpAddress aws:SourceIp',
  'Null dynamodb:Attributes',
  'Null dynamodb:LeadingKeys',
  'StringEquals aws:SourceVpce',
  'StringEqualsIfExists dynamodb:ReturnValues',
  'StringEqualsIfExists dynamodb:Select',
];

const inDeny = [
  'Bool aws:ViaAWSService',
  'DateGreaterThanEquals aws:CurrentTime',
  'DateLessThan aws:CurrentTime',
  'ForAnyValue:StringNotEquals dynamodb:Attributes',
  'ForAnyValue:StringNotEquals dynamodb:LeadingKeys',
  'NotIpAddress aws:SourceIp',
  'Null aws:SourceIp',
  'Null aws:SourceVpce',
  'Null dynamodb:Attributes',
  'Null dynamodb:LeadingKeys',
  'Null dynamodb:ReturnValues',
  'Null dynamodb:Select',
  'StringNotEquals aws:SourceVpce',
  'StringNotEquals dynamodb:ReturnValues',
  'StringNotEquals dynamodb:Select',
];

export function knownPairs({ Effect, Principal }: Looked): string[] {
  const known = Effect === 'Deny' ? inDeny : Principal === undefined ? inAllow : inTrust;
  return known.map((pair) => `${Effect} ${pair}`);
}
