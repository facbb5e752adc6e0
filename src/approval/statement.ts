/**
 * What an approver signs, and the file that keeps it: one line with the statement in canonical JSON,
 * then the signature of that line's bytes as ssh-keygen armors it. Nothing else, so that a file has
 * one reading only.
 */
import { canonicalBytes } from '../grant/canonical.ts';
import { formatInstant, type Instant, parseInstant } from '../grant/lifetime.ts';
import type { Terms } from './evidence.ts';

/** Keeps a signature that was made for something else, such as a commit, from being an approval. */
export const namespace = 'approval@breakglass.v1';

const version = 'breakglass/approval/1';

export type Statement = Terms & {
  readonly repository: string;
  readonly grant: string;
  readonly decision: 'approve' | 'refuse';
  readonly person: string;
  /** When it was signed, by the signer's clock. */
  readonly at: Instant;
  /** Makes two approvals of one thing two texts. */
  readonly nonce: string;
};

export type ApprovalFile = { readonly statement: Statement; readonly armored: string };

/** The bytes that are signed. */
export function statementBytes({ minutes, notAfter, at, ...rest }: Statement): Uint8Array {
  return canonicalBytes({
    v: version,
    ...rest,
    longestMinutes: minutes,
    wall: formatInstant(notAfter),
    time: formatInstant(at),
  });
}

export function approvalFile(statement: Statement, armored: string): string {
  return `${Buffer.from(statementBytes(statement)).toString('utf8')}\n${armored}`;
}

/** Undefined for everything that `approvalFile` would not have written. */
export function parseApprovalFile(bytes: Uint8Array): ApprovalFile | undefined {
  const [, line = '', armored = ''] = form.exec(Buffer.from(bytes).toString('utf8')) ?? [];
  const statement = parseStatement(line);
  return statement && approvalFile(statement, armored) === Buffer.from(bytes).toString('utf8')
    ? { statement, armored }
    : undefined;
}

const form =
  /^(\{.{1,4000}\})\n(-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]{1,8000}\n-----END SSH SIGNATURE-----\n)$/;

function parseStatement(line: string): Statement | undefined {
  const { decision, longestMinutes: minutes, wall, time, ...rest } = membersOf(line);
  const [notAfter, at] = [parseInstant(String(wall)), parseInstant(String(time))];
  const texts = ['repository', 'grant', 'meaning', 'person', 'nonce'].map((name) => [name, rest[name]]);
  if (!texts.every(([, value]) => typeof value === 'string')) return undefined;
  if (decision !== 'approve' && decision !== 'refuse') return undefined;
  if (notAfter === undefined || at === undefined || !Number.isSafeInteger(minutes)) return undefined;
  return { ...(Object.fromEntries(texts) as Text), decision, minutes: Number(minutes), notAfter, at };
}

type Text = Pick<Statement, 'repository' | 'grant' | 'meaning' | 'person' | 'nonce'>;

function membersOf(line: string): { readonly [name: string]: unknown } {
  try {
    return { ...JSON.parse(line) };
  } catch {
    return {};
  }
}
