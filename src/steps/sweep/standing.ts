/** What stands in AWS under the names of one target, and what may be concluded from it. */
import { rolePath, scheduleGroup } from '../../grant/names.ts';
import type { Cloud, Listing, StandingOpening, StandingRole, StandingSchedule } from '../../ports.ts';

export type Standing = {
  readonly roles: Listing<StandingRole>;
  readonly openings: Listing<StandingOpening>;
  readonly schedules: Listing<StandingSchedule>;
};

/** Lists all three side by side. `groups` are the security groups that warrants name, whatever their rules are tagged. */
export async function listStanding(
  cloud: Cloud,
  target: string,
  groups: readonly string[],
): Promise<Standing> {
  const [roles, openings, schedules] = await Promise.all([
    listed(cloud.roles(rolePath(target))),
    listed(cloud.openings(target, groups)),
    listed(cloud.schedules(scheduleGroup(target))),
  ]);
  return { roles, openings, schedules };
}

/** A listing that failed is a listing of which everything is unknown. */
async function listed<T>(listing: Promise<Listing<T>>): Promise<Listing<T>> {
  try {
    return await listing;
  } catch (error) {
    return { complete: false, items: [], reason: error instanceof Error ? error.message : String(error) };
  }
}
