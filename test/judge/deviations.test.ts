/**
 * Where the judge is known to answer otherwise than AWS. Each deviation stands here, so that a new
 * version of the judge that mends it, or that adds one, is noticed; and beside it what keeps it from
 * blessing something wrong.
 */
import { describe, expect, test } from 'vitest';
import * as product from '../../src/grant/wanted.ts';
import { sample, sampleWindow } from '../unit/grant/sample-grant.ts';
import { type Context, judge, judgeStrictly } from './judge.ts';
import { formProperties } from './properties/form.ts';
import { subjectOf } from './subject.ts';
import { policy } from './worlds.ts';

const account = '111122223333';
const table = `arn:aws:dynamodb:eu-central-1:${account}:table/carts`;
const user = `arn:aws:rds-db:eu-central-1:${account}:dbuser:db-ABC/bg_a`;
const principal = `arn:aws:sts::${account}:assumed-role/grant/alba`;
const key = 'dynamodb:LeadingKeys';

async function allowed(
  condition: object,
  context: Context,
  more: { action?: string; version?: string } = {},
) {
  const action = more.action ?? 'dynamodb:GetItem';
  const { Statement } = policy({ Effect: 'Allow', Action: action, Resource: '*', Condition: condition });
  const identity = [{ Version: more.version ?? '2012-10-17', Statement }];
  const resource = action === 'rds-db:connect' ? user : table;
  return (await judge({ identity }, { principal, action, resource, context })).allowed;
}

/** What a property about the form of documents finds in the sample grant with another text in its policy. */
function found(id: string, replace: string, by: string): readonly string[] {
  const subject = subjectOf(product, {
    grant: sample,
    window: sampleWindow,
    logins: { 'orders-prod': 'bg_a' },
  });
  const text = JSON.stringify(subject.permissions);
  expect(text).toContain(replace);
  const permissions = JSON.parse(text.replace(replace, by));
  return formProperties
    .filter((one) => one.id === id)
    .flatMap(({ look }) => look({ ...subject, permissions }));
}

describe('the judge and AWS differ', () => {
  test('seconds since 1970 against a date of a policy are read as milliseconds: refused before it judges', async () => {
    const late = { 'aws:EpochTime': '1900000000' };
    await expect(allowed({}, late)).rejects.toThrow('misreads');
    await expect(allowed({}, { 'aws:CurrentTime': '1900000000' })).rejects.toThrow('misread');
  });

  test('a policy with seconds since 1970 never allows: only dates of one form may stand in one (P25)', async () => {
    const before = { 'aws:CurrentTime': '2026-01-01T00:00:00Z' };
    expect(await allowed({ DateLessThan: { 'aws:CurrentTime': '1900000000' } }, before)).toBe(false);
    expect(found('P25', '2026-11-22T05:00:30Z', '1900000000')).not.toEqual([]);
  });

  test('a date as people write it is accepted (P25)', async () => {
    const before = { 'aws:CurrentTime': '2026-01-01T00:00:00Z' };
    expect(await allowed({ DateLessThan: { 'aws:CurrentTime': 'Jan 1 2027' } }, before)).toBe(true);
    expect(found('P25', '2026-11-22T05:00:30Z', 'Jan 1 2027')).not.toEqual([]);
  });

  test('an address counts at rds-db:connect, where AWS has none (P30)', async () => {
    const from = { IpAddress: { 'aws:SourceIp': '203.0.113.0/28' } };
    const here = { 'aws:SourceIp': '203.0.113.1' };
    expect(await allowed(from, here, { action: 'rds-db:connect' })).toBe(true);
    const pinned = '"Action":["rds-db:connect"],"Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/28"}}';
    expect(found('P30', '"Action":["rds-db:connect"]', pinned)).not.toEqual([]);
  });

  test('an empty list of keys passes ForAllValues beside Null: P12 asks without the key', async () => {
    const condition = { 'ForAllValues:StringEquals': { [key]: ['a'] }, Null: { [key]: 'false' } };
    expect(await allowed(condition, { [key]: [] })).toBe(true);
    expect(await allowed(condition, {})).toBe(false);
  });

  test('an empty key does not pass ForAllValues, at AWS it does: the schema refuses empty keys', async () => {
    expect(await allowed({ 'ForAllValues:StringEquals': { [key]: ['a'] } }, { [key]: [''] })).toBe(false);
  });

  test.each(['*', '$', '?'])('the escape of %s stays text under StringEquals (P24)', async (escaped) => {
    const variable = `$\{${escaped}}`;
    const condition = { 'ForAnyValue:StringEquals': { [key]: [variable] } };
    expect(await allowed(condition, { [key]: [escaped] })).toBe(false);
    expect(found('P24', 'CUST#1', variable)).not.toEqual([]);
  });

  test('variables are resolved in documents of 2008 (P23)', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
    const condition = { 'ForAnyValue:StringEquals': { [key]: ['${aws:PrincipalAccount}'] } };
    expect(await allowed(condition, { [key]: [account] }, { version: '2008-10-17' })).toBe(true);
    expect(found('P23', '2012-10-17', '2008-10-17')).not.toEqual([]);
  });

  test('the principal is not filled in by the judge: the adapter does', async () => {
    const arn = { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/grant` } };
    expect(await allowed(arn, {})).toBe(true);
    expect(await allowed({ StringLike: { 'aws:userid': '*:alba' } }, {})).toBe(true);
  });

  test('keys of GitHub are not in its table: such a trust cannot be judged, and no grant has one', async () => {
    const context = { 'token.actions.githubusercontent.com:sub': 'repo:quillmark/infra' };
    const role = `arn:aws:iam::${account}:role/github`;
    const action = 'sts:AssumeRoleWithWebIdentity';
    const { ignored } = await judge({ identity: [] }, { principal, action, resource: role, context });
    expect(ignored).toEqual(Object.keys(context));
  });
});

describe('the adapter', () => {
  const call = { principal, action: 'dynamodb:GetItem', resource: table, context: {} };

  test.each([
    ['an action that does not exist', { ...call, action: 'dynamodb:GetItems' }],
    ['an action on another kind of resource', { ...call, resource: user }],
    ['a wildcard in the request', { ...call, resource: `${table}*` }],
  ])('fails on %s', async (_, wrong) => {
    await expect(
      judge({ identity: [policy({ Effect: 'Allow', Action: '*', Resource: '*' })] }, wrong),
    ).rejects.toThrow('cannot judge');
  });

  test('fails on a policy that AWS would refuse', async () => {
    const broken = policy({ Effect: 'Perhaps', Action: '*', Resource: '*' });
    await expect(judge({ identity: [broken] }, call)).rejects.toThrow('cannot judge');
  });

  test('fails on a key that means nothing for the action', async () => {
    const scan = { ...call, action: 'dynamodb:Scan', context: { [key]: ['a'] } };
    await expect(judgeStrictly({ identity: [] }, scan)).rejects.toThrow(
      'Scan does not know dynamodb:LeadingKeys',
    );
  });

  test('says which statement decided', async () => {
    const allow = { Sid: 'Yes', Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table };
    const deny = { Sid: 'No', Effect: 'Deny', Action: '*', Resource: '*' };
    expect(await judge({ identity: [policy(allow)] }, call)).toMatchObject({ allowed: true, because: 'Yes' });
    expect(await judge({ identity: [policy(allow, deny)] }, call)).toMatchObject({ because: 'No' });
    expect(await judge({ identity: [policy()] }, call)).toMatchObject({ because: 'nothing allows it' });
  });
});
