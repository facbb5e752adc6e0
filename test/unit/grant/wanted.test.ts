import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/grant/canonical.ts';
import type { Grant } from '../../../src/grant/grant.ts';
import { at, formatInstant, minute, plus } from '../../../src/grant/lifetime.ts';
import { permissionPolicy } from '../../../src/grant/policy/permissions.ts';
import { trustPolicy } from '../../../src/grant/policy/trust.ts';
import { addressOf, type Resource } from '../../../src/grant/resources.ts';
import { openingKeys, wantedResources } from '../../../src/grant/wanted.ts';
import { anyDrawn, type Drawn } from './any-grant.ts';
import { sample, sampleWindow } from './sample-grant.ts';

const logins = { 'orders-prod': 'bg_aaaaaaaaaa' };
const wanted = (grant: Grant, window = sampleWindow) => wantedResources(grant, window, logins);

function each(check: (drawn: Drawn, resources: readonly Resource[]) => void): void {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      check(drawn, wantedResources(drawn.grant, drawn.window, drawn.logins));
    }),
    { numRuns: 200 },
  );
}

function ofType(resources: readonly Resource[], type: Resource['type']): Resource[] {
  return resources.filter((one) => one.type === type);
}

describe('the resources of any grant', () => {
  test('are one schedule, one role, one policy, and an opening for each range of each database', () => {
    each(({ grant }, resources) => {
      const [schedule, role, policy, ...openings] = resources.map(({ type }) => type);
      expect([schedule, role, policy]).toEqual([
        'aws_scheduler_schedule',
        'aws_iam_role',
        'aws_iam_role_policy',
      ]);
      expect(new Set(openings).size).toBeLessThanOrEqual(1);
      const needs = grant.access.flatMap((one) =>
        one.kind === 'database'
          ? grant.from.cidrs.map((range) => `${one.securityGroup} ${one.port} ${range}`)
          : [],
      );
      expect(openings).toHaveLength(new Set(needs).size);
    });
  });

  test('have names that Terraform takes, each address once', () => {
    each((_, resources) => {
      for (const { name } of resources) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(new Set(resources.map(addressOf)).size).toBe(resources.length);
    });
  });

  test('give the policy only when its end is arranged and its role stands', () => {
    each((_, resources) => {
      const [schedule, role, policy, ...openings] = resources;
      expect(policy?.dependsOn).toEqual([schedule, role].flatMap((one) => (one ? [addressOf(one)] : [])));
      for (const one of [schedule, role, ...openings]) expect(one?.dependsOn).toEqual([]);
    });
  });

  test('are one role of an hour with a boundary, born with the dated trust, and one inline policy', () => {
    each(({ grant, window, logins: drawn }, resources) => {
      const [role, policy] = [resources[1], resources[2]];
      const { id, account } = grant.target;
      expect(role?.values).toMatchObject({
        name: grant.id,
        path: `/breakglass/${id}/`,
        max_session_duration: 3600,
        permissions_boundary: `arn:aws:iam::${account}:policy/breakglass-${id}-boundary`,
        force_detach_policies: true,
        assume_role_policy: trustPolicy(grant, window),
      });
      expect(policy?.values).toEqual({
        name: 'breakglass',
        role: grant.id,
        policy: permissionPolicy(grant, window, drawn),
      });
    });
  });

  test('tell the end in the tags of the role what it needs when the archive cannot be read', () => {
    each(({ grant, window, logins: drawn }, resources) => {
      const openings = ofType(resources, 'aws_vpc_security_group_ingress_rule');
      const ids = openings.map(({ name }) => name.replace('opening-', '')).sort();
      const users = Object.values(drawn).sort();
      expect(resources[1]?.values['tags']).toEqual({
        'breakglass:end': formatInstant(window.end),
        'breakglass:grant': grant.id,
        ...(users.length > 0 && { 'breakglass:logins': users.join(' ') }),
        ...(ids.length > 0 && { 'breakglass:openings': ids.join(' ') }),
      });
    });
  });

  test('open one port to one canonical range, as the family of the range wants it', () => {
    each((_, resources) => {
      for (const { values } of ofType(resources, 'aws_vpc_security_group_ingress_rule')) {
        const {
          cidr_ipv4: four,
          cidr_ipv6: six,
          from_port: from,
          to_port: to,
          ip_protocol: protocol,
        } = values;
        expect([four, six].filter((range) => range !== undefined)).toHaveLength(1);
        expect(String(four ?? 'x.x')).toMatch(/\./);
        expect(String(six ?? 'x:x')).toMatch(/:/);
        expect([from, protocol]).toEqual([to, 'tcp']);
        expect(values['description']).toMatch(/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
      }
    });
  });

  test('can be written as canonical records', () => {
    each((_, resources) => expect(() => canonical(resources)).not.toThrow());
  });
});

describe('an opening that two grants need', () => {
  test('is the same resource for both, whoever they are for and whenever they end', () => {
    const other: Grant = {
      ...sample,
      id: '2026-11-22-other',
      person: { ...sample.person, id: 'bo' },
      minutes: 5,
    };
    const [mine, theirs] = [
      wanted(sample),
      wanted(other, { ...sampleWindow, end: plus(sampleWindow.end, 1000) }),
    ];
    const openings = (resources: Resource[]) => ofType(resources, 'aws_vpc_security_group_ingress_rule');
    expect(openings(mine)).toHaveLength(2);
    expect(openings(theirs)).toEqual(openings(mine));
    const rest = mine.filter((one) => !openings(mine).includes(one)).map(addressOf);
    expect(theirs.map(addressOf).filter((address) => rest.includes(address))).toEqual([]);
  });

  test('is one resource in a grant that needs it for two databases', () => {
    const [database] = sample.access;
    const both: Grant = { ...sample, access: [database, { ...database, database: 'orders-blue' }] };
    expect(openingKeys(both)).toEqual(openingKeys({ ...sample, access: [database] }));
    expect(openingKeys({ ...sample, access: [database, { ...database, port: 5433 }] })).toHaveLength(4);
  });

  test('is of databases only', () => {
    expect(openingKeys({ ...sample, access: [sample.access[1]] })).toEqual([]);
  });
});

describe('the schedule', () => {
  const expressionAt = (end: string) => {
    const window = { activation: at('2026-11-22T03:00:00Z'), end: at(end) };
    return wanted(sample, window)[0]?.values['schedule_expression'];
  };

  test.each([
    ['2026-11-22T04:10:00Z', 'at(2026-11-22T04:09:00)'],
    ['2026-11-22T04:10:01Z', 'at(2026-11-22T04:09:00)'],
    ['2026-11-22T04:10:59Z', 'at(2026-11-22T04:09:00)'],
    ['2026-11-22T04:11:00Z', 'at(2026-11-22T04:10:00)'],
    ['2026-11-23T00:00:00Z', 'at(2026-11-22T23:59:00)'],
    ['2027-01-01T00:00:30Z', 'at(2026-12-31T23:59:00)'],
  ])('of an end at %s is %s', (end, expression) => expect(expressionAt(end)).toBe(expression));

  test('fires at some second of its minute, between one and two minutes before the end at the latest', () => {
    each(({ window }, [schedule]) => {
      const [, text] = /^at\((.*)\)$/.exec(String(schedule?.values['schedule_expression'])) ?? [];
      const first = at(`${text}Z`);
      expect(plus(first, minute - 1)).toBeLessThan(window.end);
      expect(window.end - first).toBeLessThan(2 * minute);
    });
  });

  test('of the shortest grant is still to come when the grant is switched on', () => {
    const activation = at('2026-11-22T03:00:59Z');
    const window = { activation, end: plus(activation, 5 * minute) };
    expect(wanted(sample, window)[0]?.values['schedule_expression']).toBe('at(2026-11-22T03:04:00)');
  });

  test('calls the function of its target, in UTC, once, with the grant to end', () => {
    expect(wanted(sample)[0]?.values).toMatchObject({
      name: '2026-11-22-sample-0',
      group_name: 'breakglass-prod-eu-schedules',
      state: 'ENABLED',
      schedule_expression_timezone: 'UTC',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: 'arn:aws:lambda:eu-central-1:111122223333:function:breakglass-prod-eu-end',
        input: '{"grant":"2026-11-22-sample","n":0,"target":"prod-eu","v":"breakglass/event/1","verb":"end"}',
      },
    });
  });
});
