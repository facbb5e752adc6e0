import { expect, test } from 'vitest';
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
  [['team:nowhere', 'nobody'], []],
  [['team:ghosts'], []],
  [['constructor', 'team:constructor', '__proto__'], []],
  [[], []],
])('%j are %j', (list, people) => expect([...membersOf(estate, list)].sort()).toEqual(people));

test('a team is told from a person by its prefix alone', () => {
  expect(['team:sre', 'sre', 'team', 'my-team:sre'].map(teamOf)).toEqual([
    'sre',
    undefined,
    undefined,
    undefined,
  ]);
});
