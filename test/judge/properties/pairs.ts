/** P27 and P28: two grants beside each other. */
import type { Grant, TableAccess } from '../../../src/grant/grant.ts';
import { plus, second } from '../../../src/grant/lifetime.ts';
import type { Drawn } from '../../unit/grant/any-grant.ts';
import { assume, byPerson } from '../assume.ts';
import { caller, goodCalls } from '../calls.ts';
import { type Call, judgeStrictly } from '../judge.ts';
import type { Subject } from '../subject.ts';
import { around, everything } from '../worlds.ts';
import { otherAttributes, otherKeys, outsideNetwork, outsideWindow } from './foreign-values.ts';
import type { Judged, Question } from './property.ts';

export const pairProperties: readonly Judged[] = [
  {
    id: 'P27',
    says: 'who asks for less never gets more',
    questions: (large) =>
      smaller(large).flatMap((drawn) => {
        const small = large.again(drawn);
        const beyond = [outsideWindow, otherKeys, otherAttributes, outsideNetwork].flatMap((of) => of(large));
        return [
          ...goodCalls(small).map((call) => asked(large, 'works in the larger grant', call, true)),
          ...beyond.map(([says, call]) => asked(small, `${says} in a smaller grant`, call, false)),
        ];
      }),
  },
  {
    id: 'P28',
    says: 'two grants never allow what the other one is for',
    questions: (mine) => {
      const theirs = mine.again(another(mine));
      const person = { ...byPerson(theirs), caller: [everything] };
      return [
        { says: 'their person', allow: false, ask: async () => await assume(mine, person) },
        ...goodCalls(theirs).map((call) => asked(mine, 'what their grant is for', call, false)),
      ];
    },
  },
];

/** By a session of the grant that is asked. */
function asked(subject: Subject, says: string, call: Call, allow: boolean): Question {
  return {
    says: `${says} [${call.action} ${call.resource}]`,
    allow,
    ask: async () =>
      await judgeStrictly(around(subject.permissions, 'friendly'), { ...call, ...caller(subject) }),
  };
}

/** Each leaves at least one of what it takes away. */
function smaller({ grant, window, logins }: Drawn): Drawn[] {
  const less = <T>(list: readonly T[]): readonly T[] => (list.length < 2 ? list : list.slice(0, -1));
  const lessOf = (part: 'actions' | 'partitionKeys' | 'attributes') =>
    grant.access.map((one) =>
      one.kind === 'table' && one[part] ? { ...one, [part]: less(one[part]) } : one,
    );
  const grants: Grant[] = [
    { ...grant, access: less(grant.access) },
    { ...grant, access: lessOf('actions') },
    { ...grant, access: lessOf('partitionKeys') },
    { ...grant, access: lessOf('attributes') },
    { ...grant, from: { ...grant.from, cidrs: less(grant.from.cidrs) } },
  ];
  return [
    ...grants.map((small) => ({ grant: small, window, logins })),
    { grant, logins, window: { ...window, end: plus(window.end, -second) } },
  ];
}

/** The same tables and databases for somebody else: other rows, another login. */
function another({ grant, window, logins }: Drawn): Drawn {
  const { person } = grant;
  const user = `${person.identity.user.slice(0, 60)}-two`;
  const table = (one: TableAccess): TableAccess => ({
    ...one,
    partitionKeys: one.partitionKeys.map((key) => `${key} of another grant`),
  });
  return {
    grant: {
      ...grant,
      id: '2026-11-22-another',
      person: { ...person, id: `${person.id}-two`, identity: { ...person.identity, user } },
      access: grant.access.map((one) => (one.kind === 'table' ? table(one) : one)),
    },
    window,
    logins: Object.fromEntries(Object.entries(logins).map(([name, login]) => [name, `${login}2`])),
  };
}
