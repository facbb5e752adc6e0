/** The signatures that lie beside the grants of a commit, each with what can be said of it. */
import type { Signature } from '../../approval/evidence.ts';
import { readSshSignature } from '../../approval/sshsig.ts';
import { namespace, parseApprovalFile, statementBytes } from '../../approval/statement.ts';
import type { Estate } from '../../grant/resolve/estate.ts';
import type { SourceFile } from '../../grant/written.ts';
import type { Signatures } from '../../ports.ts';

/** One per file below `approvals/<grant>/`. A file that is not a signature of its person is there, and not good. */
export async function provenSignatures(
  grant: string,
  files: readonly SourceFile[],
  { estate, signatures }: { readonly estate: Estate; readonly signatures: Signatures },
): Promise<Signature[]> {
  const own = files.filter(({ path }) => path.startsWith(`approvals/${grant}/`));
  return Promise.all(own.map((file) => proven(file, estate, signatures)));
}

async function proven(
  { path, mode, bytes }: SourceFile,
  estate: Estate,
  signatures: Signatures,
): Promise<Signature> {
  const [, person] = /^approvals\/[^/]+\/([^/]+)\.sig$/.exec(path) ?? [];
  const file = mode === 'file' ? parseApprovalFile(bytes) : undefined;
  const bad = (why: string): Signature => ({
    file: path,
    person: person ?? path,
    good: false,
    why,
    repair:
      person === undefined ? `remove ${path}` : `ask ${person} to sign again, with \`breakglass approve\``,
  });
  if (person === undefined || file === undefined)
    return bad('is not a file as `breakglass approve` writes it');
  const { statement, armored } = file;
  const keys = estate.people.get(person)?.value.sshKeys ?? [];
  const good = await signatures.verify({ message: statementBytes(statement), armored, namespace, keys });
  // Read from the bytes that were found good, and held against the keys once more.
  const read = good ? readSshSignature(armored) : undefined;
  const isTheirs =
    read?.namespace === namespace && keys.some((key) => key.split(' ').slice(0, 2).join(' ') === read.key);
  if (read === undefined || !isTheirs) return bad(`is not signed by a key that the estate has of ${person}`);
  if (statement.person !== person) return bad(`says that it is of ${statement.person}`);
  return { file: path, person, good: true, statement, factor: read.factor };
}
