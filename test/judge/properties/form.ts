/**
 * P8, P9, P21 to P26, P30 and P32: what can be seen in the documents without a judge. They cover what the
 * judge reads otherwise than AWS, and what is no question of policies at all.
 */
import type { Resource } from '../../../src/grant/resources.ts';
import { goodCalls } from '../calls.ts';
import { knownPairs } from './known-pairs.ts';
import { documents, type Looked, pairsOf, stringsOf, without } from './look.ts';
import type { Structural } from './property.ts';
import { openings, role } from './stands.ts';

export const formProperties: readonly Structural[] = [
  {
    id: 'P8',
    says: 'the trust allows two actions and denies none',
    look: ({ trust }) => {
      const found = documents({ trust }).map(
        ({ Effect, Action }) => `${Effect} ${[Action].flat().join(' ')}`,
      );
      return without(found, ['Allow sts:AssumeRole', 'Allow sts:SetSourceIdentity']);
    },
  },
  {
    id: 'P9',
    says: 'it trusts one principal, by name, and no missing key passes',
    look: ({ trust, grant: { person, target } }) => {
      const { kind, user } = person.identity;
      const name = kind === 'iamUser' ? `user/${user}` : 'root';
      const wanted = JSON.stringify({ AWS: `arn:aws:iam::${target.account}:${name}` });
      return documents({ trust }).flatMap((one) => [
        ...(JSON.stringify(one.Principal) === wanted ? [] : [`trusts ${JSON.stringify(one.Principal)}`]),
        ...('NotPrincipal' in one ? ['has NotPrincipal'] : []),
      ]);
    },
  },
  {
    id: 'P21',
    says: 'the trust fits into 2,048 characters',
    look: ({ trust }) => {
      const { length } = JSON.stringify(trust);
      return length <= 2048 ? [] : [`${length} characters`];
    },
  },
  {
    id: 'P22',
    says: 'each statement has a plain name of its own',
    look: (subject) =>
      [subject.trust, subject.permissions].flatMap(({ Statement }) => {
        const names = (Statement as Looked[]).map(({ Sid }) => String(Sid));
        return names.filter((name, n) => names.indexOf(name) !== n || !/^[A-Za-z0-9]+$/.test(name));
      }),
  },
  {
    id: 'P23',
    says: 'documents are of 2012-10-17: in older ones variables are plain text',
    look: ({ trust, permissions }) =>
      [trust, permissions].map(({ Version }) => Version).filter((one) => one !== '2012-10-17'),
  },
  {
    id: 'P24',
    says: 'no variable, no character that AWS cannot store, no wildcard in what is allowed',
    look: (subject) => {
      const texts = stringsOf([subject.trust, subject.permissions]);
      const allowed = documents(subject).filter(({ Effect }) => Effect === 'Allow');
      return [
        ...texts.filter((text) => text.includes('${') || !/^[\u0020-\u00ff]*$/.test(text)),
        ...allowed.flatMap(({ Action, Resource }) => stringsOf([Action, Resource])).filter(hasWildcard),
        ...allowed.filter((one) => 'NotAction' in one || 'NotResource' in one).map(({ Sid }) => String(Sid)),
      ];
    },
  },
  {
    id: 'P25',
    says: 'conditions are of a known kind, and dates are those of the window in one form',
    look: (subject) => [
      ...documents(subject).flatMap((one) => without(pairsOf(one), knownPairs(one), 'fewer')),
      ...documents(subject).flatMap((one) =>
        Object.entries(one.Condition ?? {})
          .filter(([operator]) => operator.startsWith('Date'))
          .flatMap(([, keys]) => Object.values(keys).map(String))
          .filter((date) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)),
      ),
    ],
  },
  {
    id: 'P26',
    says: 'one role of an hour under the boundary, one inline policy, one schedule, openings of exactly the ranges',
    look: (subject) => {
      const types = subject.resources.map(({ type }) => type);
      const wanted: Resource['type'][] = ['aws_scheduler_schedule', 'aws_iam_role', 'aws_iam_role_policy'];
      return [
        ...without(
          types.filter((type) => type !== 'aws_vpc_security_group_ingress_rule'),
          wanted,
        ),
        ...role(subject),
        ...openings(subject),
      ];
    },
  },
  {
    id: 'P30',
    says: 'a database login is allowed without a condition, and denied by the clock alone',
    look: ({ permissions }) =>
      documents({ permissions })
        .filter(({ Action }) => [Action].flat().some((one) => one === '*' || String(one).startsWith('rds')))
        .flatMap((one) => pairsOf(one))
        .filter((pair) => !/^Deny Date\w+ aws:CurrentTime$/.test(pair)),
  },
  {
    id: 'P32',
    says: 'each granted action is allowed on each granted resource, and nothing else is named at all',
    look: (subject) => {
      const allowed = documents({ permissions: subject.permissions })
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action, Resource }) =>
          each(Action).flatMap((one) => each(Resource).map((on) => `${one} ${on}`)),
        );
      const granted = goodCalls(subject).map(({ action, resource }) => `${action} ${resource}`);
      return without([...new Set(allowed)], [...new Set(granted)]);
    },
  },
];

const each = (value: unknown): string[] => [value].flat().map(String);

const hasWildcard = (text: string) => /[*?]/.test(text);
