/** P1 to P8: who may assume the role, when, and how. Everything in a request is right but one thing. */
import { day, hour, minute, plus, second } from '../../../src/grant/lifetime.ts';
import {
  type Assume,
  assume,
  atTime,
  byPerson,
  changed,
  ofPermissionSet,
  setSourceIdentity,
} from '../assume.ts';
import type { Subject } from '../subject.ts';
import { everything } from '../worlds.ts';
import { others, wrongNames } from './foreign-people.ts';
import type { Judged, Question } from './property.ts';

type Ask = (says: string, how: Assume) => Question;

const asked: readonly Judged[] = [
  judged('P1', 'the person gets in, from the first second to the last', true, (subject, ask) => {
    const { window } = subject;
    return [
      ask('at the activation', byPerson(subject)),
      ask('a second before the end', atTime(byPerson(subject), plus(window.end, -second))),
      ...otherPaths(subject).map((how) => ask('by the other path of the permission set', how)),
      ...oldestFactor(subject).map((how) => ask('with the oldest second factor', how)),
    ];
  }),
  judged('P2', 'nobody else of the account does, whatever they may', false, (subject, ask) => {
    const { identity } = subject.grant.person;
    const known = identity.kind === 'identityCenter' && identity.userId !== undefined;
    const ids = known ? ['00000000-0000-0000-0000-000000000000', undefined] : [];
    return [
      ...others(subject).map((other) =>
        ask(`as ${other.principal}`, { ...byPerson(subject), ...other, caller: [everything] }),
      ),
      ...ids.map((id) =>
        ask(
          `with id ${id} in the identity store`,
          changed(byPerson(subject), { 'identitystore:UserId': id }),
        ),
      ),
    ];
  }),
  judged('P3', 'nor does their namesake in another account', false, (subject, ask) => {
    const { account } = subject.grant.target;
    const how = byPerson(subject);
    const move = (arn: string) =>
      arn.replace(account, account === '999988887777' ? '999988887776' : '999988887777');
    const moved = { principal: move(how.principal), ...(how.role && { role: move(how.role) }) };
    return [ask(`as ${moved.principal}`, { ...how, ...moved, caller: [everything] })];
  }),
  judged('P4', 'a second factor that AWS sees is there, and fresh', false, ({ grant, ...subject }, ask) => {
    if (grant.mfa.kind !== 'aws') return [];
    const how = byPerson({ ...subject, grant });
    const [present, age] = ['aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'] as const;
    const limit = String(grant.mfa.withinMinutes * 60);
    return [
      ask('without', changed(how, { [present]: undefined, [age]: undefined })),
      ask('said to be missing', changed(how, { [present]: 'false' })),
      ask('with an age, but not said to be there', changed(how, { [present]: undefined })),
      ask('said to be there, without an age', changed(how, { [age]: undefined })),
      ask('as old as the limit', changed(how, { [age]: limit })),
      ask('said to be missing, and old', changed(how, { [present]: 'false', [age]: limit })),
    ];
  }),
  judged('P5', 'nobody comes too early or too late, or without a clock', false, (subject, ask) => {
    const { activation, end } = subject.window;
    const how = byPerson(subject);
    return [
      ask('at the end', atTime(how, end)),
      ask('an hour after the end', atTime(how, plus(end, hour))),
      ask('a day after the end', atTime(how, plus(end, day))),
      ask('a minute after the end', atTime(how, plus(end, minute))),
      ask('a second before the activation', atTime(how, plus(activation, -second))),
      ask('a year before', atTime(how, plus(activation, -365 * day))),
      ask('without a clock', changed(how, { 'aws:CurrentTime': undefined })),
    ];
  }),
  judged('P6', 'every session bears the name of the person', false, (subject, ask) =>
    wrongNames(subject).map((name) =>
      ask(`named ${name}`, changed(byPerson(subject), { 'sts:RoleSessionName': name })),
    ),
  ),
  judged('P7', 'and so does its source identity', false, (subject, ask) =>
    wrongNames(subject).map((name) =>
      ask(`from ${name}`, changed(byPerson(subject), { 'sts:SourceIdentity': name })),
    ),
  ),
  judged('P8', 'a session has no tags', false, (subject, ask) => [
    ask('with a tag', { ...byPerson(subject), tags: ['team'] }),
    ask('with a tag, by a caller who may everything', {
      ...byPerson(subject),
      tags: ['breakglass'],
      caller: [everything],
    }),
  ]),
];

/** P1 to P8, in the order of their numbers but for the source identity by itself. */
export const trustProperties: readonly Judged[] = [...asked, sourceIdentityProperty()];

/** By itself, because `AssumeRole` is refused for the same reasons and would hide it. */
function sourceIdentityProperty(): Judged {
  return {
    id: 'P7',
    says: 'nobody else, at no other time, sets a source identity, and the person no other',
    questions: (subject) => {
      const how = byPerson(subject);
      const foreign = others(subject).map((other) => ({ ...how, ...other, caller: [everything] }));
      const wrong = [
        ...wrongNames(subject).map((name) => changed(how, { 'sts:SourceIdentity': name })),
        atTime(how, subject.window.end),
        atTime(how, plus(subject.window.activation, -second)),
        ...foreign,
      ];
      const ask = (one: Assume, allow: boolean) => ({
        says: `setting ${one.context['sts:SourceIdentity']} as ${one.principal} at ${one.context['aws:CurrentTime']}`,
        allow,
        ask: async () => await setSourceIdentity(subject, one),
      });
      return [ask(how, true), ...wrong.map((one) => ask(one, false))];
    },
  };
}

function judged(
  id: string,
  says: string,
  allow: boolean,
  questions: (subject: Subject, ask: Ask) => readonly Question[],
): Judged {
  return {
    id,
    says,
    questions: (subject) =>
      questions(subject, (what, how) => ({ says: what, allow, ask: async () => await assume(subject, how) })),
  };
}

/** Where the identity source is in us-east-1, the path has no region. */
function otherPaths(subject: Subject): Assume[] {
  const { person, target } = subject.grant;
  if (person.identity.kind === 'iamUser') return [];
  const { permissionSet, user } = person.identity;
  return [{ ...byPerson(subject), ...ofPermissionSet(target.account, permissionSet, user, '') }];
}

function oldestFactor(subject: Subject): Assume[] {
  const { mfa } = subject.grant;
  if (mfa.kind !== 'aws') return [];
  return [changed(byPerson(subject), { 'aws:MultiFactorAuthAge': String(mfa.withinMinutes * 60 - 1) })];
}
