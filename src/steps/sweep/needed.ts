/**
 * The openings that live warrants name, read again right before one is closed, removed or called
 * gone: what was opened since the look has its warrant by now. Only ever more than the look found.
 */
import { Outage } from '../../problem/outage.ts';
import type { Archive } from '../archive/archive.ts';
import { decide } from './decide.ts';
import type { Look } from './look.ts';
import { readRecords } from './records.ts';
import { neededOpenings } from './work.ts';

/** Ids of openings. `outage`: the archive did not answer, and they are those of the look. */
export type Needed = { readonly ids: ReadonlySet<string>; readonly outage: string | undefined };

export async function readNeeded(archive: Archive, { known, decision }: Look): Promise<Needed> {
  const { standing } = known;
  const records = await readRecords(archive, standing);
  const now = neededOpenings(decide({ ...known, records }), standing);
  return { ids: new Set([...neededOpenings(decision, standing), ...now]), outage: records.outage };
}

/** For what waits for the archive. Throws `Outage` where it did not answer. */
export async function demandNeeded(archive: Archive, seen: Look): Promise<Needed['ids']> {
  const { ids, outage } = await readNeeded(archive, seen);
  if (outage !== undefined) throw new Outage(`the warrants cannot be read: ${outage}`);
  return ids;
}
