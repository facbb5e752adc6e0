/**
 * The receipt of one grant: who ended each layer, when, and how late. It says what was recorded
 * when it happened, never what should have happened.
 */
import type { Ending } from '../../archive/records.ts';
import { at, formatMillis, type Instant } from '../../grant/lifetime.ts';
import type { Json } from '../../grant/resources.ts';
import { differences } from '../apply/read-back.ts';
import type { Cut } from './cut.ts';
import type { Over } from './decide.ts';
import type { Answer } from './probe.ts';
import { type RemovedEvidence, removedAddresses } from './work.ts';

export type Receipt = {
  readonly grant: string;
  readonly why: string;
  /** When access had to be gone. */
  readonly since: string;
  readonly provenAt: string;
  readonly layers: readonly (Answer & {
    /** Null for a layer that was left to a live grant. */
    readonly ended: { readonly by: string; readonly at: string; readonly lateMs: number } | null;
  })[];
};

/** What a `cut` record holds: enough to say later which layer it ended. */
export type CutEvidence = {
  readonly role: 'denied' | 'absent';
  /** The role stood as its warrant says when its end had passed: the dates in it had ended it already. */
  readonly dated: boolean;
  /** Terraform addresses of the openings that it closed. */
  readonly closed: readonly string[];
  readonly failures: readonly string[];
};

/** `opened` are the addresses of the rules that were closed, as far as a warrant names them. */
export function cutEvidence(over: Over, cut: Cut, closed: readonly string[]): CutEvidence {
  return {
    role: cut.role ? 'denied' : 'absent',
    dated: isDated(over),
    closed,
    failures: [...cut.failures],
  };
}

export function receiptOf(over: Over, answers: readonly Answer[], now: Instant): Receipt {
  return {
    grant: over.grant,
    why: over.why,
    since: formatMillis(over.since),
    provenAt: formatMillis(now),
    layers: answers.map((answer) => ({ ...answer, ended: answer.left ? null : endedBy(over, answer, now) })),
  };
}

/** A receipt as plain JSON, for the archive. */
export function receiptJson(receipt: Receipt): Json {
  return { ...receipt, layers: receipt.layers.map((layer) => ({ ...layer })) };
}

/** Nothing is credited to the dates unless trust and policy were seen as the warrant has them. */
function isDated({ warrant, role, since }: Over): boolean {
  if (!warrant || !role || since < at(warrant.end)) return false;
  const own = warrant.resources.filter(({ type }) => type.startsWith('aws_iam_'));
  const roles = { complete: true, items: [role] } as const;
  const none = { complete: true, items: [] } as const;
  return own.length > 0 && differences(own, { roles, openings: none, schedules: none }).length === 0;
}

type EndedLayer = NonNullable<Receipt['layers'][number]['ended']>;

function endedBy(over: Over, answer: Answer, now: Instant): EndedLayer {
  const record = answer.layer === 'role' ? lastCut(over) : endingOf(over, answer);
  const late = (instant: Instant) => ({
    at: formatMillis(instant),
    lateMs: Math.max(0, instant - over.since),
  });
  if (answer.layer === 'role' && evidenceOf(record).dated)
    return { by: 'the date in its policies', ...late(over.since) };
  if (!record || (answer.layer === 'role' && evidenceOf(record).role === 'absent'))
    return { by: 'nobody of ours: it was found absent', ...late(record ? at(record.at) : now) };
  return { by: `a run of ${record.by.id}`, ...late(at(record.at)) };
}

/** A role that was denied, freed and denied again was open until the last time. */
function lastCut({ endings }: Over): Ending | undefined {
  return endings.findLast(({ kind }) => kind === 'cut');
}

/** The record that says this opening was closed, or this address removed: the first one. */
function endingOf({ endings }: Over, { address = '' }: Answer): Ending | undefined {
  return endings.find((ending) =>
    ending.kind === 'cut'
      ? (evidenceOf(ending).closed ?? []).includes(address)
      : removedAddresses(ending).includes(address),
  );
}

function evidenceOf(ending: Ending | undefined): Partial<CutEvidence> & RemovedEvidence {
  return (ending?.evidence ?? {}) as Partial<CutEvidence> & RemovedEvidence;
}
