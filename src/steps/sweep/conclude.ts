/**
 * The last step of an end: probe every layer, then `closed` with a receipt, or `residual` with what
 * is still open. Nothing is called closed because a call returned.
 */
import { redacted } from '../../archive/redact.ts';
import { formatInstant, type Instant } from '../../grant/lifetime.ts';
import type { Archive } from '../archive/archive.ts';
import type { Over } from './decide.ts';
import type { Look } from './look.ts';
import { type Answer, probe } from './probe.ts';
import { type Receipt, receiptJson, receiptOf } from './receipt.ts';
import type { Standing } from './standing.ts';
import { isClosed, settlingUntil } from './work.ts';

export type Conclusion =
  | { readonly state: 'closed'; readonly grant: string; readonly why: string; readonly receipt: Receipt }
  | { readonly state: 'settling'; readonly grant: string; readonly why: string; readonly until: string }
  | {
      readonly state: 'residual';
      readonly grant: string;
      readonly why: string;
      readonly open: readonly string[];
    }
  /** Its run ended without saying so, and all of it stands as its warrant says: live. */
  | { readonly state: 'applied'; readonly grant: string; readonly why: string }
  /** Its run ended before anything of it stood: the same file may be opened anew. */
  | { readonly state: 'abandoned'; readonly grant: string; readonly why: string }
  /** Closed earlier; now its denied role is gone as well. */
  | { readonly state: 'removed'; readonly grant: string; readonly why: string }
  /** Closed earlier; its denied role could not be removed yet. Housekeeping, no open access. */
  | {
      readonly state: 'leftover';
      readonly grant: string;
      readonly why: string;
      readonly left: readonly string[];
    };

/** `failures`: what went wrong before the probe, in words; with any of them nothing is called closed. */
export async function conclude(
  archive: Archive,
  over: Over,
  seen: {
    readonly standing: Standing;
    readonly needed: ReadonlySet<string>;
    readonly failures: readonly string[];
    readonly now: Instant;
  },
): Promise<Conclusion> {
  const answers = probe(over, seen.standing, seen.needed);
  const open = [...seen.failures, ...answers.filter(({ proven }) => !proven).map(inWords)];
  const common = { grant: over.grant, why: over.why };
  if (open.length > 0) return residual(archive, over, open);
  const until = settlingUntil(over, seen.now);
  if (until !== undefined) return { ...common, state: 'settling', until: formatInstant(until) };
  const receipt = receiptOf(over, answers, seen.now);
  try {
    if (isHalfMade(over)) await archive.writeEnding({ ...abandoned, grant: over.grant });
    await archive.writeEnding({
      grant: over.grant,
      kind: 'closed',
      why: over.why,
      evidence: receiptJson(receipt),
    });
  } catch (error) {
    return residual(archive, over, [
      `closed, but not recorded: ${String(error instanceof Error ? error.message : error)}`,
    ]);
  }
  return { ...common, state: 'closed', receipt };
}

/** Denied by an earlier sweep, and not yet to be believed: nothing to do, and not to be passed over. */
export function settlingIn({ decision, sweepings, known }: Look): Conclusion[] {
  const worked = new Set(sweepings.work.map(({ over }) => over.grant));
  return decision.over
    .filter((over) => !isClosed(over) && !worked.has(over.grant))
    .flatMap((over) => {
      const until = settlingUntil(over, known.now);
      const { grant, why } = over;
      return until === undefined ? [] : [{ state: 'settling', grant, why, until: formatInstant(until) }];
    });
}

/** What stood of it was never read back, and it is over. Its id was used: `cut` took it for good. */
const abandoned = {
  kind: 'abandoned',
  why: 'its run ended without having read it back',
  evidence: null,
} as const;

function isHalfMade({ warrant, neverApplied, endings }: Over): boolean {
  const cut = endings.findIndex(({ kind }) => kind === 'cut');
  return (
    warrant !== undefined && neverApplied && !endings.slice(cut).some(({ kind }) => kind === 'abandoned')
  );
}

/** Recorded once per set of open layers, so that sweeps which change nothing write nothing. */
async function residual(archive: Archive, over: Over, open: readonly string[]): Promise<Conclusion> {
  const conclusion = { state: 'residual', grant: over.grant, why: over.why, open } as const;
  const last = over.endings.findLast(({ kind }) => kind === 'residual');
  if (JSON.stringify(last?.evidence) === JSON.stringify(redacted({ open }))) return conclusion;
  try {
    await archive.writeEnding({ grant: over.grant, kind: 'residual', why: over.why, evidence: { open } });
  } catch {
    // An archive that is down is already among the failures; the next sweep writes what is then true.
  }
  return conclusion;
}

function inWords({ layer, name, says }: Answer): string {
  return `${layer} ${name}: ${says}`;
}
