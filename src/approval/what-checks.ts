/** What was approved, how and when, and whether it still is what stands there. */
import { formatInstant, minute, plus } from '../grant/lifetime.ts';
import { type Act, nothing } from './acts.ts';
import type { Evidence, Factor } from './evidence.ts';
import type { Finding, Reason } from './finding.ts';
import { pullFinding, short } from './pull-checks.ts';

/** Clocks of laptops differ from that of AWS by this at most. */
const skew = 5 * minute;

export function stillStands(act: Act): Finding | undefined {
  const { who, decision } = act;
  if (decision === 'approve') return undefined;
  return decision === 'refuse'
    ? { reason: 'changes-requested', says: `${who} refused`, repair: `settle it with ${who}` }
    : again('dismissed', act, `the review of ${who} was dismissed`);
}

export function isOfASoundPull({ way }: Act, { reviews }: Evidence): Finding | undefined {
  return way === 'review' ? pullFinding(reviews) : undefined;
}

/** Whoever reads somebody's mail could answer it. */
export function cameBySignIn(act: Act): Finding | undefined {
  if (act.way === 'signature' || !act.review.byEmail) return undefined;
  return again('via-email', act, `${act.who} approved by e-mail`);
}

/** What is approved on a scratch branch was compared with other files. */
export function cameAfterTheLastRetarget(act: Act): Finding | undefined {
  if (act.way === 'signature' || act.pull.retargetedAt === undefined) return undefined;
  if (act.review.at > act.pull.retargetedAt) return undefined;
  return again('before-retarget', act, `${act.who} approved before the pull request was aimed at its branch`);
}

export function cameBeforeTheMerge(act: Act, { rule }: Evidence): Finding | undefined {
  if (act.way === 'signature' || rule.afterMerge) return undefined;
  if (act.review.at <= (act.pull.mergedAt ?? 0)) return undefined;
  return {
    reason: 'after-merge',
    says: `${act.who} approved after the merge`,
    repair: 'sign the approval with `breakglass approve`, or make a new pull request',
  };
}

export function isOfThisRepository(act: Act, { asked }: Evidence): Finding | undefined {
  if (act.way === 'review' || act.signature.statement.repository === asked.repository) return undefined;
  return again('other-repository', act, `${act.who} signed for another repository`);
}

export function isOfThisGrant(act: Act, { asked }: Evidence): Finding | undefined {
  if (act.way === 'review') return undefined;
  const { grant } = act.signature.statement;
  if (grant === asked.grant) return undefined;
  return again('other-grant', act, `${act.who} signed for grant ${grant}`);
}

export function canBeReadAgain(act: Act): Finding | undefined {
  if (act.read !== nothing) return undefined;
  return again('commit-unavailable', act, `what ${act.who} approved cannot be read any more`);
}

/** Two changes that are each fine can merge into a file that nobody saw. */
export function isOfTheseBytes(act: Act, { asked }: Evidence): Finding | undefined {
  if (act.way === 'signature' || act.review.read?.bytes === asked.bytes) return undefined;
  const then = short(act.review.read?.bytes ?? '');
  return again('content-changed', act, `${act.who} approved ${then}, the file is now ${short(asked.bytes)}`);
}

/** The same bytes mean something else when the playbook, a network or a level behind them has changed. */
export function isOfThisMeaning(act: Act, { asked }: Evidence): Finding | undefined {
  const { who, read } = act;
  if (read.meaning === asked.meaning) return undefined;
  return again(
    'meaning-changed',
    act,
    `what ${who} approved means something else now: a file behind the grant was changed`,
  );
}

/** A shorter grant, or an earlier wall, is less than what was read. */
export function isForAsLong(act: Act, { asked }: Evidence): Finding | undefined {
  const { who, read } = act;
  if (asked.minutes <= read.minutes && asked.notAfter <= read.notAfter) return undefined;
  const most = `${read.minutes} min until ${formatInstant(read.notAfter)}`;
  return again('longer-than-read', act, `${who} approved ${most} at most, and the grant is longer now`);
}

export function isNotFromTheFuture(act: Act, { now }: Evidence): Finding | undefined {
  const { who, at } = act;
  if (at <= plus(now, skew)) return undefined;
  return again('in-the-future', act, `${who} approved at ${formatInstant(at)}, which is not yet`);
}

export function isYoungEnough(act: Act, { now, rule }: Evidence): Finding | undefined {
  const { who, at } = act;
  if (now - at <= rule.maxAge * minute) return undefined;
  return again('too-old', act, `${who} approved more than ${rule.maxAge} min ago`);
}

const strength: Readonly<Record<Factor, number>> = { software: 0, touch: 1, pin: 2 };

/** A key that asks for nothing also signs for somebody who is not at the keyboard. */
export function tookWhatTheKeyMustAsk(act: Act, { rule }: Evidence): Finding | undefined {
  if (act.way === 'review' || strength[act.signature.factor] >= strength[rule.factor]) return undefined;
  const wanted =
    rule.factor === 'pin' ? 'a security key that asks for its PIN' : 'a security key that is touched';
  return {
    reason: 'weak-key',
    says: `the playbook wants ${wanted}, ${act.who} signed without`,
    repair: `ask ${act.who} to sign with ${wanted}`,
  };
}

/** What is merged takes no further review. */
function again(reason: Reason, { who, way }: Act, says: string): Finding {
  const where = way === 'review' ? 'in a new pull request or with' : 'with';
  return { reason, says, repair: `ask ${who} to approve again, ${where} \`breakglass approve\`` };
}
