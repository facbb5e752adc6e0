/**
 * The cut: deny the role, close the openings, read both back. Through the API only: it waits for
 * no archive, no Terraform, no state lock and no file. Grants and layers go side by side, and
 * nothing is left out because something before it failed.
 */
import type { Cloud, StandingOpening, StandingRole } from '../../ports.ts';
import { isDenied } from './decide.ts';
import type { Work } from './work.ts';

/** What became of the cut of one grant. `failures` empty and `role` denied or gone: it is cut. */
export type Cut = {
  readonly grant: string;
  /** As read back; undefined when AWS says that it does not exist. */
  readonly role: StandingRole | undefined;
  readonly denied: boolean;
  readonly closed: readonly string[];
  readonly failures: readonly string[];
};

/** `closing`: of the openings of all of them, and of strays. No denial waits for it. */
export async function cutAll(cloud: Cloud, work: readonly Work[], closing: Promise<Closing>): Promise<Cut[]> {
  return Promise.all(work.map((one) => cutOne(cloud, one, closing)));
}

async function cutOne(cloud: Cloud, work: Work, closing: Promise<Closing>): Promise<Cut> {
  const { grant } = work.over;
  const failures: string[] = [];
  if (work.deny) await attempt(`deny role ${grant}`, failures, () => cloud.denyRole(grant));
  const read = work.deny ? () => cloud.role(grant) : async () => work.over.role;
  const role = await attempt(`read role ${grant} back`, failures, read);
  const denied = failures.length === 0 && (role === undefined || isDenied(role));
  if (!denied && failures.length === 0) failures.push(`role ${grant} was read back without the denial`);
  const { closed, failed } = await closing;
  const own = new Set(work.close.map(({ ruleId }) => ruleId));
  failures.push(...failed.filter(({ ruleId }) => own.has(ruleId)).map(({ reason }) => reason));
  return { grant, role, denied, closed: closed.filter((ruleId) => own.has(ruleId)), failures };
}

export type Closing = {
  readonly closed: readonly string[];
  readonly failed: readonly { readonly ruleId: string; readonly reason: string }[];
};

/** Each opening once, also when two grants that are over shared it; one call per security group. */
export async function closeAll(cloud: Cloud, openings: readonly StandingOpening[]): Promise<Closing> {
  const groups = new Map<string, Set<string>>();
  for (const { securityGroup, ruleId } of openings) {
    groups.set(securityGroup, (groups.get(securityGroup) ?? new Set()).add(ruleId));
  }
  const results = await Promise.all(
    [...groups].map(([group, rules]) => closeGroup(cloud, group, [...rules])),
  );
  return { closed: results.flatMap(({ closed }) => closed), failed: results.flatMap(({ failed }) => failed) };
}

async function closeGroup(cloud: Cloud, group: string, ruleIds: readonly string[]): Promise<Closing> {
  const failures: string[] = [];
  await attempt(`close ${ruleIds.join(', ')} in ${group}`, failures, () =>
    cloud.closeOpenings(group, ruleIds),
  );
  const [reason] = failures;
  if (reason === undefined) return { closed: ruleIds, failed: [] };
  return { closed: [], failed: ruleIds.map((ruleId) => ({ ruleId, reason })) };
}

/** The rest goes on whatever this does; the failure is kept in words. */
async function attempt<T>(what: string, failures: string[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
