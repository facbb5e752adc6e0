/** What a sweep did, written to the archive: `cut` before anything is removed, `removed` after. */
import { addressOf } from '../../grant/resources.ts';
import type { Archive } from '../archive/archive.ts';
import type { Cut } from './cut.ts';
import type { Over } from './decide.ts';
import { idOf, idOfWanted } from './presence.ts';
import { cutEvidence } from './receipt.ts';
import type { Removal } from './remove.ts';
import { openingsOf, sharedOpenings, type Work } from './work.ts';

/** One grant on its way through the sweep. `over` carries the endings written so far. */
export type Ended = {
  readonly work: Work;
  readonly over: Over;
  /** Its `cut` is in the archive. */
  readonly mayRemove: boolean;
  readonly failures: readonly string[];
};

/** One after another: each writes to the log. */
export async function recordCut(
  archive: Archive,
  work: readonly Work[],
  cuts: readonly Cut[],
): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const one of work) {
    const cut = cuts.find(({ grant }) => grant === one.over.grant);
    if (!cut) throw new Error(`no cut for ${one.over.grant}`);
    ended.push(await recordOne(archive, one, cut));
  }
  return ended;
}

async function recordOne(archive: Archive, work: Work, cut: Cut): Promise<Ended> {
  const over = await recordRevoked(archive, work.over);
  const { failures } = cut;
  if (!cut.denied) return { work, over, mayRemove: false, failures };
  if (!work.recordCut) return { work, over, mayRemove: true, failures };
  const evidence = { ...cutEvidence(over, cut, closedBy(work, cut)) };
  try {
    const ending = await archive.writeEnding({ grant: over.grant, kind: 'cut', why: over.why, evidence });
    return { work, over: { ...over, endings: [...over.endings, ending] }, mayRemove: true, failures };
  } catch (error) {
    const unrecorded = `cut, but the archive did not take the record: ${inWords(error)}`;
    return { work, over, mayRemove: false, failures: [...failures, unrecorded] };
  }
}

/** Addresses of the warrant's openings that the cut closed. */
function closedBy({ over, close }: Work, { closed }: Cut): string[] {
  const ids = new Set(close.filter(({ ruleId }) => closed.includes(ruleId)).map(idOf));
  return (over.warrant ? openingsOf(over.warrant) : [])
    .filter((resource) => ids.has(idOfWanted(resource)))
    .map(addressOf);
}

/** On record, a withdrawal holds whatever later commits say, and also when the cut has to be tried again. */
async function recordRevoked(archive: Archive, over: Over): Promise<Over> {
  if (!over.withdrawn) return over;
  const { grant, why } = over;
  try {
    const ending = await archive.writeEnding({ grant, kind: 'revoked', why, evidence: null });
    return { ...over, endings: [...over.endings, ending] };
  } catch {
    // The archive is down: the record of the cut fails as well, and says so.
    return over;
  }
}

/** Every grant says for itself which of its addresses are gone, and which it left to a live one. */
export async function recordRemoval(
  archive: Archive,
  ended: readonly Ended[],
  { removal, needed }: { readonly removal: Removal; readonly needed: ReadonlySet<string> },
): Promise<Ended[]> {
  const after: Ended[] = [];
  for (const one of ended) {
    after.push(
      one.mayRemove && one.work.remove.length > 0 ? await removed(archive, one, { removal, needed }) : one,
    );
  }
  return after;
}

async function removed(
  archive: Archive,
  one: Ended,
  { removal, needed }: { readonly removal: Removal; readonly needed: ReadonlySet<string> },
): Promise<Ended> {
  const { over, work } = one;
  const shared = sharedOpenings(over, needed);
  const own = work.remove.filter((address) => !shared.includes(address));
  const left = own.filter((address) => !removal.gone.has(address));
  if (left.length > 0) {
    const reason = removal.failure ?? `AWS still has ${left.join(', ')}`;
    return { ...one, failures: [...one.failures, `not removed: ${reason}`] };
  }
  const evidence = { addresses: own, left: shared };
  try {
    const blobs = await archive.keep(removal.evidence);
    const ending = await archive.writeEnding({
      grant: over.grant,
      kind: 'removed',
      why: over.why,
      evidence,
      blobs,
    });
    return { ...one, over: { ...over, endings: [...over.endings, ending] } };
  } catch (error) {
    return { ...one, failures: [...one.failures, `removed, but not recorded: ${inWords(error)}`] };
  }
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
