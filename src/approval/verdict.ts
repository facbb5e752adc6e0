/**
 * The verdict: did enough people who may approve this very grant? An ordered list of checks, each of
 * which can only say no. Thresholds count people, never accounts, keys or reviews.
 */

import { type Act, actsOf } from './acts.ts';
import type { Evidence, Signature } from './evidence.ts';
import type { Finding } from './finding.ts';
import { areEnough, isComplete, isRegularFile } from './grant-checks.ts';
import { pullFinding, pullWarnings } from './pull-checks.ts';
import * as what from './what-checks.ts';
import * as who from './who-checks.ts';

export type Verdict = {
  readonly counted: boolean;
  readonly required: number;
  /** Why not, and how to repair it. */
  readonly finding: Finding | undefined;
  readonly people: readonly Opinion[];
  /** What does not change the verdict, and somebody should know. */
  readonly warnings: readonly string[];
};

/** What one person said, in one way, and why it does not count, if it does not. */
export type Opinion = Pick<Act, 'who' | 'way'> & {
  /** Undefined where nobody can say, because the signature is not good. */
  readonly said: Pick<Act, 'decision' | 'at'> | undefined;
  readonly finding: Finding | undefined;
};

type Check = (act: Act, evidence: Evidence) => Finding | undefined;

/** In the order in which a reader would ask. The first no is the answer. */
const checks: readonly Check[] = [
  who.isHuman,
  who.isKnown,
  who.mayApprove,
  who.couldApproveBefore,
  who.mayPush,
  who.isNotThePerson,
  who.asksForNothingBeside,
  who.hasNoPartInIt,
  what.stillStands,
  what.isOfASoundPull,
  what.cameBySignIn,
  what.cameAfterTheLastRetarget,
  what.cameBeforeTheMerge,
  what.isOfThisRepository,
  what.isOfThisGrant,
  what.canBeReadAgain,
  what.isOfTheseBytes,
  what.isOfThisMeaning,
  what.isForAsLong,
  what.isNotFromTheFuture,
  what.isYoungEnough,
  what.tookWhatTheKeyMustAsk,
];

export function judge(evidence: Evidence): Verdict {
  const acts = actsOf(evidence);
  const judged = judgeEach(acts, evidence);
  const people = [...judged.map(opinionOf), ...evidence.signatures.flatMap(notGood)];
  const whole = isRegularFile(evidence) ?? isComplete(evidence) ?? nobodyRefused(acts, evidence);
  const counted = judged.flatMap(({ act, finding }) => (finding ? [] : [act]));
  const lost = pullFinding(evidence.reviews) ?? people.find(({ finding: no }) => no)?.finding;
  const finding = whole ?? areEnough(counted, lost, evidence);
  return {
    counted: finding === undefined,
    required: evidence.rule.required,
    finding,
    people,
    warnings: pullWarnings(evidence.reviews),
  };
}

type Judged = { readonly act: Act; readonly finding: Finding | undefined };

/** Of several acts of one person the first that counts is the only one. */
function judgeEach(acts: readonly Act[], evidence: Evidence): Judged[] {
  const counted = new Set<string | undefined>();
  return acts.map((act) => {
    const finding = firstNo(checks, act, evidence) ?? isNotCountedYet(act, counted);
    if (finding === undefined) counted.add(act.person);
    return { act, finding };
  });
}

function firstNo(list: readonly Check[], act: Act, evidence: Evidence): Finding | undefined {
  for (const check of list) {
    const finding = check(act, evidence);
    if (finding) return finding;
  }
  return undefined;
}

function opinionOf({ act: { who: name, way, decision, at }, finding }: Judged): Opinion {
  return { who: name, way, said: { decision, at }, finding };
}

function notGood(signature: Signature): Opinion[] {
  if (signature.good) return [];
  const { person, file, why, repair } = signature;
  const finding = { reason: 'bad-signature', says: `${file} ${why}`, repair } as const;
  return [{ who: person, way: 'signature', said: undefined, finding }];
}

function isNotCountedYet({ who: name, person }: Act, counted: ReadonlySet<string | undefined>) {
  if (!counted.has(person)) return undefined;
  return {
    reason: 'same-person',
    says: `${name} is counted already, and a person counts once`,
    repair: `ask another person than ${name}`,
  } as const;
}

/** Who may approve may refuse, whatever else speaks against their approval; content does not matter. */
const mayRefuse: readonly Check[] = [
  what.isOfThisRepository,
  what.isOfThisGrant,
  who.isHuman,
  who.mayApprove,
];

/** A refusal beats every approval, in whichever way either was given. */
function nobodyRefused(acts: readonly Act[], evidence: Evidence): Finding | undefined {
  const refusal = acts.find(
    (act) => act.decision === 'refuse' && firstNo(mayRefuse, act, evidence) === undefined,
  );
  if (refusal === undefined) return undefined;
  return {
    reason: 'changes-requested',
    says: `${refusal.who} refused`,
    repair: `settle it with ${refusal.who}, who can take it back by approving in the same way, or make a new grant`,
  };
}
