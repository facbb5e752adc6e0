/** Asking for the role: what STS would say to `AssumeRole`, with everything that comes with the call. */
import type { Instant } from '../../src/grant/lifetime.ts';
import { formatInstant } from '../../src/grant/lifetime.ts';
import { type Context, judgeStrictly, type Policy, type Verdict } from './judge.ts';
import type { Subject } from './subject.ts';
import { policy } from './worlds.ts';

export type Assume = {
  readonly principal: string;
  readonly role?: string;
  /** What the caller may do by policies of their own. */
  readonly caller: readonly Policy[];
  readonly context: Context;
  /** Session tags: the call then needs `sts:TagSession`. */
  readonly tags?: readonly string[];
};

/** Allowed when every action that the call needs is allowed. */
export async function assume({ trust, roleArn }: Subject, how: Assume): Promise<Verdict> {
  const { 'sts:RoleSessionName': _, ...rest } = how.context;
  const { 'sts:SourceIdentity': __, ...bare } = rest;
  const needed: [string, Context][] = [
    ['sts:AssumeRole', how.context],
    ...(rest['sts:SourceIdentity'] === undefined
      ? []
      : ([['sts:SetSourceIdentity', rest]] satisfies [string, Context][])),
    ...(how.tags === undefined
      ? []
      : ([['sts:TagSession', { ...bare, 'aws:TagKeys': how.tags }]] satisfies [string, Context][])),
  ];
  const verdicts: Verdict[] = [];
  for (const [action, context] of needed) {
    const { principal, role } = how;
    const call = { principal, ...(role === undefined ? {} : { role }), action, resource: roleArn, context };
    verdicts.push(await judgeStrictly({ identity: how.caller, resource: trust }, call));
  }
  const refused = verdicts.find(({ allowed }) => !allowed);
  return (
    refused ?? { allowed: true, because: verdicts.map(({ because }) => because).join(', '), ignored: [] }
  );
}

/** That action alone. */
export async function setSourceIdentity({ trust, roleArn }: Subject, how: Assume): Promise<Verdict> {
  const { 'sts:RoleSessionName': _, ...context } = how.context;
  const { principal, role } = how;
  const call = { principal, ...(role === undefined ? {} : { role }), action: 'sts:SetSourceIdentity' };
  return await judgeStrictly(
    { identity: how.caller, resource: trust },
    { ...call, resource: roleArn, context },
  );
}

/** The person of the grant, as they come in the first second: all that AWS can see is right. */
export function byPerson({ grant, window }: Pick<Subject, 'grant' | 'window'>): Assume {
  const { account } = grant.target;
  const { identity, id } = grant.person;
  const context = {
    'aws:CurrentTime': formatInstant(window.activation),
    'sts:RoleSessionName': id,
    'sts:SourceIdentity': id,
  };
  if (identity.kind === 'iamUser') {
    return {
      principal: `arn:aws:iam::${account}:user/${identity.user}`,
      caller: [],
      context: { ...context, 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' },
    };
  }
  const { userId, user, permissionSet } = identity;
  return {
    ...ofPermissionSet(account, permissionSet, user),
    caller: [mayAssume],
    context: userId === undefined ? context : { ...context, 'identitystore:UserId': userId },
  };
}

/** A session of a permission set's role. `region` is no part of the path where the identity source is in us-east-1. */
export function ofPermissionSet(account: string, set: string, login: string, region = '/eu-central-1') {
  const name = `AWSReservedSSO_${set}_0123456789abcdef`;
  return {
    principal: `arn:aws:sts::${account}:assumed-role/${name}/${login}`,
    role: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com${region}/${name}`,
  };
}

/** Undefined takes a key away. */
export function changed(how: Assume, change: Readonly<Record<string, string | undefined>>): Assume {
  const context = Object.entries({ ...how.context, ...change }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  return { ...how, context: Object.fromEntries(context) };
}

export function atTime(how: Assume, now: Instant): Assume {
  return changed(how, { 'aws:CurrentTime': formatInstant(now) });
}

/** What a permission set must allow its people. */
const mayAssume = policy({
  Effect: 'Allow',
  Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  Resource: 'arn:aws:iam::*:role/breakglass/*',
});
