/**
 * A plan that Terraform did not begin: another run has changed the state since, or holds it. Nothing
 * was done under its warrants, so they are given up at once and the grants may be opened anew.
 */
import { standOf } from '../../archive/grants.ts';
import type { Warrant } from '../../archive/records.ts';
import type { ProblemCode } from '../../problem/codes/codes.ts';
import type { Problem } from '../../problem/problem.ts';
import type { Archive } from '../archive/archive.ts';
import { isOpening, presenceOf } from '../sweep/presence.ts';
import { listStanding } from '../sweep/standing.ts';
import type { World } from '../world.ts';

/** Undefined where something of them stands, or where AWS did not say: they are read back like all others. */
export async function giveUp(
  world: World,
  archive: Archive,
  { warrants, undone, log }: { warrants: readonly Warrant[]; undone: ProblemCode; log: string },
): Promise<Problem[] | undefined> {
  const standing = await listStanding(world.cloud, world.target, []);
  const own = warrants.flatMap(({ resources }) => resources).filter((one) => !isOpening(one));
  if (own.some((resource) => presenceOf(resource, standing) !== 'absent')) return undefined;
  const reason = reasons.get(undone) ?? log;
  for (const warrant of warrants) {
    const { warrants: all, endings } = await archive.of(warrant.grant);
    if (standOf(all, endings) !== 'open') continue;
    const why = `its plan was not applied: ${reason}`;
    await archive.abandon(warrant, { why, evidence: { code: undone } });
  }
  const message = `the plan was not applied: ${reason}`;
  const hint = 'nothing of it stands; run the same command again';
  return [{ code: undone, severity: 'error', message, hint }];
}

/** In our words where Terraform's own are many. */
const reasons: ReadonlyMap<ProblemCode, string> = new Map([
  ['BG0603', 'another run has changed the state since it was planned'],
  ['BG0605', 'another run holds the state'],
]);
