/** What stands in AWS under the names of one target, and what may be concluded from it. */
import { rolePath, scheduleGroup } from '../../grant/names.ts';
import type { Resource, ResourceType } from '../../grant/resources.ts';
import type { Cloud, Listing, StandingOpening, StandingRole, StandingSchedule } from '../../ports.ts';

export type Standing = {
  readonly roles: Listing<StandingRole>;
  readonly openings: Listing<StandingOpening>;
  readonly schedules: Listing<Pick<StandingSchedule, 'name'>>;
};

/** The same for some resources only, with what a listing of schedules leaves out. */
export type ReadBack = Omit<Standing, 'schedules'> & { readonly schedules: Listing<StandingSchedule> };

/** Lists all three side by side. `groups` are the security groups that warrants name, whatever their rules are tagged. */
export async function listStanding(
  cloud: Cloud,
  target: string,
  groups: readonly string[],
): Promise<Standing> {
  const [roles, openings, schedules] = await Promise.all([
    listed(cloud.roles(rolePath(target))),
    listOpenings(cloud, target, groups),
    listed(cloud.schedules(scheduleGroup(target))),
  ]);
  return { roles, openings, schedules };
}

export function listOpenings(
  cloud: Cloud,
  target: string,
  groups: readonly string[],
): Promise<Listing<StandingOpening>> {
  return listed(cloud.openings(target, groups));
}

/**
 * What stands of these grants, each role and schedule asked for by its own name: a listing may be
 * behind what was just made, denied or removed.
 */
export async function readBack(
  cloud: Cloud,
  target: string,
  grants: readonly { readonly grant: string; readonly resources: readonly Resource[] }[],
): Promise<ReadBack> {
  const all = grants.flatMap(({ resources }) => resources);
  const valuesOf = (wanted: ResourceType, value: string) =>
    all.filter(({ type }) => type === wanted).map(({ values }) => String(values[value]));
  const groups = new Set(valuesOf('aws_vpc_security_group_ingress_rule', 'security_group_id'));
  const [roles, openings, schedules] = await Promise.all([
    named(
      grants.map(({ grant }) => grant),
      (name) => cloud.role(name),
    ),
    listOpenings(cloud, target, [...groups]),
    named(valuesOf('aws_scheduler_schedule', 'name'), (name) => cloud.schedule(scheduleGroup(target), name)),
  ]);
  return { roles, openings, schedules };
}

/** So many at once: gentle enough for AWS's limits. */
const width = 10;

function named<T>(
  names: readonly string[],
  read: (name: string) => Promise<T | undefined>,
): Promise<Listing<T>> {
  const all = async () => {
    const items: T[] = [];
    const left = [...new Set(names)];
    while (left.length > 0) {
      const found = await Promise.all(left.splice(0, width).map(read));
      items.push(...found.filter((one) => one !== undefined));
    }
    return { complete: true, items } as const;
  };
  return listed(all());
}

/** A listing that failed is a listing of which everything is unknown. */
async function listed<T>(listing: Promise<Listing<T>>): Promise<Listing<T>> {
  try {
    return await listing;
  } catch (error) {
    return { complete: false, items: [], reason: error instanceof Error ? error.message : String(error) };
  }
}
