import { expect, test } from 'vitest';
import { attempt } from '../../../../src/grant/holes.ts';
import { membersOf, teamOf } from '../../../../src/grant/resolve/members.ts';
import { estateOf } from '../../../estate-of.ts';

const estate = estateOf({
  people: { alba: { name: 'Alba' }, bo: { name: 'Bo' }, sre: { name: 'Sre' } },
  teams: {
    orders: { members: ['alba', 'bo'], owner: 'team:orders' },
    sre: { members: ['bo'], owner: 'team:sre' },
    ghosts: { members: ['nobody', 'orders', 'team:orders'], owner: 'team:sre' },
  },
});

test.each([
  [['team:orders'], ['alba', 'bo']],
  [
    ['team:orders', 'team:sre', 'bo'],
    ['alba', 'bo'],
  ],
  [['alba'], ['alba']],
  [['sre'], ['sre']],
  [['team:sre'], ['bo']],
  [[], []],
])('%j are %j', (list, people) => expect([...membersOf(estate, list)].sort()).toEqual(people));

test.each(['team:nowhere', 'nobody', 'team:ghosts', 'constructor', 'team:constructor', '__proto__'])(
  'with %s nobody knows who is meant',
  (name) => expect(attempt(() => membersOf(estate, ['alba', name]))).toBeUndefined(),
);

test('a team is told from a person by its prefix alone', () => {
  expect(['team:sre', 'sre', 'team', 'my-team:sre'].map(teamOf)).toEqual([
    'sre',
    undefined,
    undefined,
    undefined,
  ]);
});
