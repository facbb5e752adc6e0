/** Signs an approval or a refusal, and holds what was signed against every check before anybody relies on it. */
import type { Signature } from '../../approval/evidence.ts';
import type { Finding } from '../../approval/finding.ts';
import { approvalFile, namespace, type Statement, statementBytes } from '../../approval/statement.ts';
import type { Grant } from '../../grant/grant.ts';
import type { Estate } from '../../grant/resolve/estate.ts';
import type { Signatures, SigningKey } from '../../ports.ts';
import { judgeSignatures } from './judge-signatures.ts';
import { provenSignatures } from './prove.ts';

export type Signing = {
  readonly grant: Grant;
  readonly estate: Estate;
  readonly statement: Statement;
};

/** Why a signature of this statement would not count, whatever the key asks of its owner. */
export function objection({ grant, estate, statement }: Signing): Finding | undefined {
  const { person } = statement;
  const signature = { file: fileOf(statement), person, good: true, statement, factor: 'pin' } as const;
  return findingOf(signature, { grant, estate, statement });
}

/** The file to write, by its path; or why what was signed does not count. */
export async function signApproval(
  signing: Signing,
  key: SigningKey,
  signatures: Signatures,
): Promise<{ readonly path: string; readonly text: string } | { readonly finding: Finding }> {
  const { grant, estate, statement } = signing;
  const armored = await signatures.sign(key, namespace, statementBytes(statement));
  const [path, text] = [fileOf(statement), approvalFile(statement, armored)];
  const written = { path, mode: 'file', bytes: Buffer.from(text) } as const;
  const [signature] = await provenSignatures(grant.id, [written], { estate, signatures });
  if (signature === undefined) throw new Error(`nothing was read back of ${path}`);
  const finding = findingOf(signature, signing);
  return finding ? { finding } : { path, text };
}

function fileOf({ grant, person }: Statement): string {
  return `approvals/${grant}/${person}.sig`;
}

/** A refusal counts when it keeps the grant closed. */
function findingOf(signature: Signature, { grant, estate, statement }: Signing): Finding | undefined {
  const beside = { estate, repository: statement.repository, now: statement.at };
  const { finding, people } = judgeSignatures(grant, [signature], beside);
  const refused = statement.decision === 'refuse' && finding?.reason === 'changes-requested';
  return refused ? undefined : people[0]?.finding;
}
