/**
 * Who may assume a grant's role: one person, under their own name, inside the window, with a
 * second factor where AWS can see one.
 */
import type { Grant, Identity, Person, Target } from '../grant.ts';
import { type Condition, type Document, document, inside, merge, type Window } from './document.ts';

/**
 * The trust policy. `sts:SetSourceIdentity` has a statement of its own because `sts:RoleSessionName`
 * is no condition key of it; `sts:TagSession` is never allowed, so a call that carries tags fails.
 */
export function trustPolicy(grant: Grant, window: Window): Document {
  const who = { Principal: { AWS: principal(grant.person.identity, grant.target) } };
  const pinned = pin(grant.person.identity, grant.target);
  return document([
    {
      Sid: 'Assume',
      Effect: 'Allow',
      ...who,
      Action: ['sts:AssumeRole'],
      Condition: merge(pinned, sessionNamed(grant.person), secondFactor(grant), inside(window)),
    },
    {
      Sid: 'SetSourceIdentity',
      Effect: 'Allow',
      ...who,
      Action: ['sts:SetSourceIdentity'],
      Condition: merge(pinned, sourceNamed(grant.person), inside(window)),
    },
  ]);
}

/** An exact user, or the account itself: a role of IAM Identity Center is pinned by conditions instead. */
function principal(identity: Identity, target: Target): string {
  const account = `arn:aws:iam::${target.account}`;
  return identity.kind === 'iamUser' ? `${account}:user/${identity.user}` : `${account}:root`;
}

/**
 * For IAM Identity Center: the permission set's role, whose name ends in sixteen drawn characters
 * (`*` in their place would also admit the set `Engineer_Admin`) and whose path names a region or
 * none; the user's login, which Identity Center itself writes as the session name; and, where the estate
 * has it, the id that no other user of the identity store will ever have.
 */
function pin(identity: Identity, target: Target): Condition {
  if (identity.kind === 'iamUser') return {};
  const path = `arn:aws:iam::${target.account}:role/aws-reserved/sso.amazonaws.com`;
  const name = `AWSReservedSSO_${identity.permissionSet}_${'?'.repeat(16)}`;
  return {
    ArnLike: { 'aws:PrincipalArn': [`${path}/${name}`, `${path}/*/${name}`] },
    StringLike: { 'aws:userid': `*:${identity.user}` },
    ...(identity.userId === undefined ? {} : { StringEquals: { 'identitystore:UserId': identity.userId } }),
  };
}

/** Every line of CloudTrail then names the person, also after role chaining. */
function sessionNamed(person: Person): Condition {
  return { StringEquals: { 'sts:RoleSessionName': person.id, 'sts:SourceIdentity': person.id } };
}

function sourceNamed(person: Person): Condition {
  return { StringEquals: { 'sts:SourceIdentity': person.id } };
}

/** Both keys, each of which fails closed when it is missing; never an `IfExists`. */
function secondFactor(grant: Grant): Condition {
  if (grant.mfa.kind !== 'aws') return {};
  return {
    Bool: { 'aws:MultiFactorAuthPresent': 'true' },
    NumericLessThan: { 'aws:MultiFactorAuthAge': String(grant.mfa.withinMinutes * 60) },
  };
}
