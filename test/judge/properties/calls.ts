/** P10 to P20 and P29: what a session of the role may do, in each world. Everything is right but one thing. */
import { formatInstant } from '../../../src/grant/lifetime.ts';
import { goodCalls } from '../calls.ts';
import { type Call, judgeStrictly } from '../judge.ts';
import type { Subject } from '../subject.ts';
import { around, type World } from '../worlds.ts';
import { otherActions, otherServices, writes } from './foreign-actions.ts';
import { otherLogins, otherResources } from './foreign-resources.ts';
import { having, otherAttributes, otherKeys, outsideNetwork, outsideWindow } from './foreign-values.ts';
import type { Judged, Question } from './property.ts';

/** A call with one thing wrong, and what that is. */
export type Wrong = readonly [says: string, call: Call];

/** What no grant allows, by the property that says so. */
const wrong: readonly {
  readonly id: string;
  readonly says: string;
  of(subject: Subject): readonly Wrong[];
}[] = [
  { id: 'P11', says: 'nothing works before the activation or from the end on', of: outsideWindow },
  { id: 'P12', says: 'no other rows', of: otherKeys },
  { id: 'P13', says: 'no other action on what is granted', of: otherActions },
  { id: 'P13', says: 'no action of another service', of: otherServices },
  { id: 'P14', says: 'no write where only reading was granted', of: writes },
  { id: 'P15', says: 'no other table, index, stream, backup, region, account', of: otherResources },
  { id: 'P16', says: 'no other columns', of: otherAttributes },
  { id: 'P17', says: 'no other login and no other database', of: otherLogins },
  { id: 'P29', says: "nothing from outside the grant's network", of: outsideNetwork },
];

export const callProperties: readonly Judged[] = [
  {
    id: 'P10',
    says: 'every granted action works on every granted resource, in each world but the cut one',
    questions: (subject) =>
      (['friendly', 'hostile', 'admin'] as const).flatMap((world) =>
        atBothEnds(subject).map((call) => ask(subject, world, [`granted (${world})`, call], true)),
      ),
  },
  ...wrong.map(
    ({ id, says, of }): Judged => ({
      id,
      says,
      questions: (subject) => of(subject).map((call) => ask(subject, 'friendly', call, false)),
    }),
  ),
  ...everywhere('P18', 'where every resource has a policy that allows everybody everything', 'hostile'),
  ...everywhere('P19', 'with AdministratorAccess attached by mistake', 'admin'),
  ...everywhere('P31', 'by the Allows alone', 'allows'),
  {
    id: 'P11',
    says: 'no API call works without a clock',
    questions: (subject) =>
      goodCalls(subject)
        .filter(isApi)
        .map((call) => having(call, { 'aws:CurrentTime': undefined }))
        .map((call) => ask(subject, 'friendly', ['without a clock', call], false)),
  },
  {
    id: 'P20',
    says: 'once it is cut, nothing works at all',
    questions: (subject) =>
      goodCalls(subject).map((call) => ask(subject, 'cut', [`${call.action} after the cut`, call], false)),
  },
];

function everywhere(id: string, where: string, world: World): Judged[] {
  return wrong.map(({ says, of }) => ({
    id,
    says: `${says}, ${where}`,
    questions: (subject) =>
      of(subject)
        .filter(([, call]) => world !== 'allows' || isApi(call) || of !== outsideWindow)
        .map((call) => ask(subject, world, call, false)),
  }));
}

/** RDS has refused dates on the Allow of a login: it ends by the Deny, and by the end of the login itself. */
const isApi = ({ action }: Call) => action !== 'rds-db:connect';

function atBothEnds(subject: Subject): Call[] {
  const last = formatInstant((subject.window.end - 1000) as typeof subject.window.end);
  return goodCalls(subject).flatMap((call) => [
    call,
    { ...call, context: { ...call.context, 'aws:CurrentTime': last } },
  ]);
}

function ask({ permissions }: Subject, world: World, [says, call]: Wrong, allow: boolean): Question {
  return {
    says: `${says} [${call.action} ${call.resource}, ${world}]`,
    allow,
    ask: async () => await judgeStrictly(around(permissions, world), call),
  };
}
