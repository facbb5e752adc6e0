/**
 * What became of warrants whose run has ended without saying so, on record: `applied` for what
 * stands, `abandoned` for that of which nothing does. Each once, whoever looks.
 */

import { standOf } from '../../archive/grants.ts';
import { ownKey } from '../../archive/named.ts';
import type { Warrant } from '../../archive/records.ts';
import { canonical, sha256 } from '../../grant/canonical.ts';
import type { Archive } from '../archive/archive.ts';
import type { World } from '../world.ts';
import type { Conclusion } from './conclude.ts';
import type { Live } from './decide.ts';
import type { Look } from './look.ts';
import type { SweepReport } from './sweep.ts';

/** The report of the sweep with what was settled. An archive that takes no record leaves all of it to the next sweep. */
export async function settleOnRecord(
  world: World,
  archive: Archive,
  { decision, settled }: Look,
  report: Omit<SweepReport, 'live'>,
): Promise<SweepReport> {
  const conclusions: Conclusion[] = [];
  try {
    for (const warrant of settled.stands) conclusions.push(...(await applied(archive, warrant)));
    for (const { warrant, looks } of settled.nothing) {
      const why = 'its run ended before anything of it stood';
      await archive.abandon(warrant, { why, evidence: { looks } });
      conclusions.push({ state: 'abandoned', grant: warrant.grant, why });
    }
  } catch (error) {
    world.progress(`not on record yet: ${error instanceof Error ? error.message : String(error)}`);
  }
  const settledAs = new Map(conclusions.map(({ grant, state }) => [grant, state]));
  return {
    ...report,
    live: decision.live.flatMap((live) => stillLive(live, settledAs.get(live.grant))),
    conclusions: [...report.conclusions, ...conclusions],
  };
}

function stillLive({ armed, ...live }: Live, settledAs: Conclusion['state'] | undefined): Live[] {
  if (settledAs === 'abandoned') return [];
  return [armed && settledAs !== 'applied' ? { ...live, armed } : live];
}

/** An ending that came in between wins. */
async function applied(archive: Archive, warrant: Warrant): Promise<Conclusion[]> {
  const { grant } = warrant;
  const { warrants, endings } = await archive.of(grant);
  if (standOf(warrants, endings) !== 'open' || warrants.at(-1)?.n !== warrant.n) return [];
  await archive.log(appliedEntry(warrant));
  const why = 'its run did not come to say so; all of it stands as its warrant says';
  return [{ state: 'applied', grant, why }];
}

/** Names the warrant, so that two runs that say the same are one entry. */
export function appliedEntry(warrant: Warrant): Parameters<Archive['log']>[0] & { readonly kind: 'applied' } {
  const { grant, activation, end, commit } = warrant;
  const reference = { key: ownKey(warrant), sha256: sha256(canonical(warrant)) };
  return { kind: 'applied', grant, records: [reference], body: { activation, end, commit } };
}
