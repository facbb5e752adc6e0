import { describe, expect, it } from 'vitest';
import type { Warrant } from '../../../../src/archive/records.ts';
import { at } from '../../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import type { Listing, StandingOpening, StandingRole } from '../../../../src/ports.ts';
import type { Over } from '../../../../src/steps/sweep/decide.ts';
import { idOfWanted } from '../../../../src/steps/sweep/presence.ts';
import { probe } from '../../../../src/steps/sweep/probe.ts';
import type { Standing } from '../../../../src/steps/sweep/standing.ts';

const grant = '2026-11-22-orders-read-alba';

const opening = {
  type: 'aws_vpc_security_group_ingress_rule',
  name: 'opening-1',
  dependsOn: [],
  values: {
    security_group_id: 'sg-1',
    ip_protocol: 'tcp',
    from_port: 5432,
    to_port: 5432,
    cidr_ipv4: '203.0.113.0/28',
  },
} as const;

const schedule = {
  type: 'aws_scheduler_schedule',
  name: 's',
  dependsOn: [],
  values: { name: `${grant}-0` },
} as const;

const over: Over = {
  grant,
  why: 'its time is up',
  since: at('2026-11-22T04:00:00Z'),
  warrant: { resources: [opening, schedule], end: '2026-11-22T04:00:00Z' } as unknown as Warrant,
  endings: [],
  role: undefined,
  unwarranted: false,
  withdrawn: false,
  neverApplied: false,
};

const role = { name: grant, boundary: awsDenyAll, attached: [awsDenyAll] } as unknown as StandingRole;

const rule: StandingOpening = {
  ruleId: 'sgr-1',
  securityGroup: 'sg-1',
  protocol: 'tcp',
  fromPort: 5432,
  toPort: 5432,
  range: '203.0.113.0/28',
  description: '',
  tags: {},
};

const all = <T>(...items: T[]): Listing<T> => ({ complete: true, items });
const some = <T>(...items: T[]): Listing<T> => ({ complete: false, items, reason: 'it broke off' });
const nothing: Standing = { roles: all(), openings: all(), schedules: all() };

describe('probe', () => {
  it.each<[string, Partial<Standing>, string, boolean]>([
    ['absent', {}, 'role', true],
    ['denied', { roles: all(role) }, 'role', true],
    ['standing', { roles: all({ ...role, boundary: 'another', attached: [] }) }, 'role', false],
    ['half denied by boundary', { roles: all({ ...role, attached: [] }) }, 'role', false],
    ['half denied by attachment', { roles: all({ ...role, boundary: undefined }) }, 'role', false],
    ['not in a short listing', { roles: some() }, 'role', false],
    ['denied in a short listing', { roles: some(role) }, 'role', true],
    ['absent', {}, 'opening', true],
    ['standing', { openings: all(rule) }, 'opening', false],
    ['not in a short listing', { openings: some() }, 'opening', false],
    ['absent', {}, 'schedule', true],
    [
      'standing',
      { schedules: all({ name: `${grant}-0`, expression: '', timeZone: '', targetArn: '', enabled: true }) },
      'schedule',
      false,
    ],
    ['not in a short listing', { schedules: some() }, 'schedule', false],
  ])('%s', (_, standing, layer, proven) => {
    const answers = probe(over, { ...nothing, ...standing }, new Set());
    expect(answers.find((answer) => answer.layer === layer)?.proven).toBe(proven);
    expect(answers.filter((answer) => answer.layer !== layer).every((answer) => answer.proven)).toBe(true);
  });

  it('leaves an opening to the live grant that needs it as well', () => {
    const answers = probe(over, { ...nothing, openings: all(rule) }, new Set([idOfWanted(opening)]));
    expect(answers.find(({ layer }) => layer === 'opening')).toMatchObject({
      proven: true,
      says: expect.stringContaining('left to'),
    });
  });
});
