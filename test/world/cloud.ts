/** AWS's answers about the account in memory. What it claims is checked by cloud-contract.ts. */
import { scheduleGroup } from '../../src/grant/names.ts';
import type { Cloud } from '../../src/ports.ts';
import { deny, type FakeAws } from './aws.ts';
import type { Ask } from './calls.ts';

export function fakeCloud(aws: FakeAws, target: string, call: Ask): Cloud {
  return { ...seen(aws, target, call), ...changed(aws, call) };
}

function seen(aws: FakeAws, target: string, call: Ask): Omit<Cloud, 'denyRole' | 'closeOpenings'> {
  return {
    caller: () =>
      call('cloud.caller', '', () => ({
        account: aws.account,
        arn: `arn:aws:sts::${aws.account}:assumed-role/apply/run`,
        clock: { offsetMs: 0, uncertaintyMs: 1000 },
      })),
    database: (where) => {
      const id = 'cluster' in where ? where.cluster : where.instance;
      return call('cloud.database', id, () => aws.databases.get(id));
    },
    table: (name) => call('cloud.table', name, () => aws.tables.get(name)),
    securityGroup: (id) =>
      call('cloud.securityGroup', id, () => {
        const known = [...aws.databases.values()].some(({ securityGroups }) => securityGroups.includes(id));
        return known ? { account: aws.account } : undefined;
      }),
    roles: (path) =>
      call('cloud.roles', path, () => whole([...aws.roles.values()].filter((role) => role.path === path))),
    role: (name) => call('cloud.role', name, () => aws.roles.get(name)),
    openings: (of, groups) =>
      call('cloud.openings', [of, ...groups].join(' '), () =>
        whole(
          [...aws.openings.values()].filter(
            ({ tags, securityGroup }) => tags['breakglass:target'] === of || groups.includes(securityGroup),
          ),
        ),
      ),
    schedules: (group) =>
      call('cloud.schedules', group, () =>
        whole(
          group === scheduleGroup(target) ? [...aws.schedules.values()].map(({ name }) => ({ name })) : [],
        ),
      ),
    schedule: (group, name) =>
      call('cloud.schedule', name, () =>
        group === scheduleGroup(target) ? aws.schedules.get(name) : undefined,
      ),
  };
}

function changed(aws: FakeAws, call: Ask): Pick<Cloud, 'denyRole' | 'closeOpenings'> {
  return {
    denyRole: (name) =>
      call('cloud.denyRole', name, async () => {
        // Two requests to AWS: a run can be killed between them, and either may fail by itself.
        const halves = (['boundary', 'attachment'] as const).map((half) =>
          call(`cloud.denyRole.${half}`, name, () => deny(aws, name, half)),
        );
        for (const half of await Promise.allSettled(halves))
          if (half.status === 'rejected') throw half.reason;
      }),
    closeOpenings: (group, ruleIds) =>
      call('cloud.closeOpenings', `${group} ${ruleIds.join(',')}`, () => {
        for (const ruleId of ruleIds)
          if (aws.openings.get(ruleId)?.securityGroup === group) aws.openings.delete(ruleId);
      }),
  };
}

function whole<T>(items: readonly T[]): { readonly complete: true; readonly items: readonly T[] } {
  return { complete: true, items };
}
