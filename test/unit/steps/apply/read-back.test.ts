import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../../src/grant/names.ts';
import type { Json, Resource } from '../../../../src/grant/resources.ts';
import { wantedResources } from '../../../../src/grant/wanted.ts';
import type { StandingOpening, StandingRole, StandingSchedule } from '../../../../src/ports.ts';
import { differences } from '../../../../src/steps/apply/read-back.ts';
import type { ReadBack } from '../../../../src/steps/sweep/standing.ts';
import { anyDrawn } from '../../grant/any-grant.ts';
import { sample, sampleWindow } from '../../grant/sample-grant.ts';

const resources = wantedResources(sample, sampleWindow, { 'orders-prod': 'bg_aaaaaaaaaa' });
const asMeant = standingOf(resources);
const role = first(asMeant.roles.items);
const schedule = first(asMeant.schedules.items);
const opening = first(asMeant.openings.items);

/** AWS after a Terraform that did all of it. */
function standingOf(wanted: readonly Resource[]): ReadBack {
  const ofType = (type: Resource['type']) =>
    wanted.filter((one) => one.type === type).map(({ values }) => values);
  const [policy] = ofType('aws_iam_role_policy');
  return {
    roles: {
      complete: true,
      items: ofType('aws_iam_role').map((values) => roleOf(values, policy?.['policy'])),
    },
    openings: { complete: true, items: ofType('aws_vpc_security_group_ingress_rule').map(openingOf) },
    schedules: { complete: true, items: ofType('aws_scheduler_schedule').map(scheduleOf) },
  };
}

type Values = Resource['values'];

function roleOf(values: Values, policy: Json | undefined): StandingRole {
  return {
    name: String(values['name']),
    arn: `arn:aws:iam::111122223333:role${values['path']}${values['name']}`,
    path: String(values['path']),
    createdAt: at('2026-11-22T03:00:00Z'),
    maxSessionSeconds: Number(values['max_session_duration']),
    boundary: String(values['permissions_boundary']),
    attached: [],
    trust: values['assume_role_policy'] ?? null,
    documents: { breakglass: policy ?? null },
    tags: values['tags'] as StandingRole['tags'],
  };
}

function openingOf(values: Values, n: number): StandingOpening {
  return {
    ruleId: `sgr-${n}`,
    securityGroup: String(values['security_group_id']),
    protocol: String(values['ip_protocol']),
    fromPort: Number(values['from_port']),
    toPort: Number(values['to_port']),
    range: String(values['cidr_ipv4'] ?? values['cidr_ipv6']),
    description: String(values['description']),
    tags: values['tags'] as StandingOpening['tags'],
  };
}

function scheduleOf(values: Values): StandingSchedule {
  const target = values['target'] as { readonly arn: string };
  return {
    name: String(values['name']),
    expression: String(values['schedule_expression']),
    timeZone: String(values['schedule_expression_timezone']),
    targetArn: target.arn,
    enabled: true,
  };
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('the sample has none');
  return item;
}

function withRole(change: Partial<StandingRole>): ReadBack {
  return { ...asMeant, roles: { complete: true, items: [{ ...role, ...change }] } };
}

function withSchedule(change: Partial<StandingSchedule>): ReadBack {
  return { ...asMeant, schedules: { complete: true, items: [{ ...schedule, ...change }] } };
}

function withOpening(change: Partial<StandingOpening>): ReadBack {
  const items = asMeant.openings.items.map((one) => (one === opening ? { ...one, ...change } : one));
  return { ...asMeant, openings: { complete: true, items } };
}

const name = '2026-11-22-sample';
const id = opening.tags['breakglass:opening'];
const noRole = [`role ${name} does not stand`, `policy of role ${name} does not stand`];
const noOpening = [`opening ${id} does not stand`];

/** A change of each field, and what is said of it. A field that is added to the port does not compile without a line here. */
const ofRole = {
  name: [{ name: '2026-11-22-other' }, noRole],
  arn: [{ arn: 'arn:aws:iam::1:role/x' }, []],
  createdAt: [{ createdAt: at('2026-11-01T00:00:00Z') }, []],
  path: [{ path: '/' }, [`role ${name} has another path than its warrant says`]],
  maxSessionSeconds: [
    { maxSessionSeconds: 43_200 },
    [`role ${name} has another longest session than its warrant says`],
  ],
  boundary: [{ boundary: awsDenyAll }, [`role ${name} has another boundary than its warrant says`]],
  attached: [
    { attached: [awsDenyAll] },
    [`role ${name} has another attached policies than its warrant says`],
  ],
  trust: [
    { trust: { Version: '2012-10-17', Statement: [] } },
    [`role ${name} has another trust than its warrant says`],
  ],
  documents: [{ documents: {} }, [`role ${name} has another policies than its warrant says`]],
  tags: [
    { tags: { ...role.tags, 'breakglass:end': '2027-01-01T00:00:00Z' } },
    [`role ${name} has another tags than its warrant says`],
  ],
} as const satisfies { [K in keyof StandingRole]: readonly [Pick<StandingRole, K>, readonly string[]] };

/** An opening is told by what it opens; its label and number open nothing. */
const ofOpening = {
  ruleId: [{ ruleId: 'sgr-other' }, []],
  securityGroup: [{ securityGroup: 'sg-00000000000000000' }, noOpening],
  protocol: [{ protocol: '-1' }, noOpening],
  fromPort: [{ fromPort: 0 }, noOpening],
  toPort: [{ toPort: 65_535 }, [`opening ${id} has another last port than its warrant says`]],
  range: [{ range: '0.0.0.0/0' }, noOpening],
  description: [{ description: '' }, []],
  tags: [{ tags: {} }, []],
} as const satisfies { [K in keyof StandingOpening]: readonly [Pick<StandingOpening, K>, readonly string[]] };

const ofSchedule = {
  name: [{ name: 'other' }, [`schedule ${name}-0 does not stand`]],
  expression: [
    { expression: 'at(2027-01-01T00:00:00)' },
    [`schedule ${name}-0 has another time than its warrant says`],
  ],
  timeZone: [
    { timeZone: 'Europe/Berlin' },
    [`schedule ${name}-0 has another time zone than its warrant says`],
  ],
  targetArn: [
    { targetArn: 'arn:aws:lambda:x' },
    [`schedule ${name}-0 has another function than its warrant says`],
  ],
  enabled: [{ enabled: false }, [`schedule ${name}-0 has another state than its warrant says`]],
} as const satisfies {
  [K in keyof StandingSchedule]: readonly [Pick<StandingSchedule, K>, readonly string[]];
};

describe('what is read back', () => {
  test('has no difference when all of it stands', () => {
    fc.assert(
      fc.property(anyDrawn, ({ grant, window, logins }) => {
        const wanted = wantedResources(grant, window, logins);
        expect(differences(wanted, standingOf(wanted))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test.each(Object.entries(ofRole))('names a role with another %s', (_, [change, said]) => {
    expect(differences(resources, withRole(change))).toEqual(said);
  });

  test.each(Object.entries(ofOpening))('names an opening with another %s', (_, [change, said]) => {
    expect(differences(resources, withOpening(change))).toEqual(said);
  });

  test.each(Object.entries(ofSchedule))('names a schedule with another %s', (_, [change, said]) => {
    expect(differences(resources, withSchedule(change))).toEqual(said);
  });

  test('names a second policy beside the one, and a statement more in it', () => {
    const document = role.documents['breakglass'] ?? null;
    const said = [`role ${name} has another policies than its warrant says`];
    expect(differences(resources, withRole({ documents: { breakglass: document, more: {} } }))).toEqual(said);
    expect(
      differences(resources, withRole({ documents: { breakglass: { ...Object(document), Id: 'x' } } })),
    ).toEqual(said);
  });

  test('names a role without a boundary', () => {
    expect(differences(resources, withRole({ boundary: undefined }))).toEqual([
      `role ${name} has another boundary than its warrant says`,
    ]);
  });

  test('takes what a listing did not show for what does not stand', () => {
    const nothing = { complete: false, items: [], reason: 'no answer' } as const;
    const found = differences(resources, { roles: nothing, openings: nothing, schedules: nothing });
    expect(found).toHaveLength(resources.length);
    for (const one of found) expect(one).toMatch(/does not stand$/);
  });

  test('does not mind the order of fields, nor what stands beside', () => {
    const trust = Object.fromEntries(Object.entries(Object(role.trust)).reverse()) as Json;
    const turned = withRole({ trust });
    const beside = {
      ...turned,
      roles: { complete: true, items: [{ ...role, name: 'x', tags: {} }, ...turned.roles.items] },
    } as const;
    expect(differences(resources, beside)).toEqual([]);
  });
});
