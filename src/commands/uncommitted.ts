/** What lies in the work tree and not in the commit: people wonder why it was not opened, or is still open. */
import type { SourceFile } from '../grant/written.ts';
import { readWorkTree } from '../outside/files.ts';
import type { Repository } from '../ports.ts';
import { Outage } from '../problem/outage.ts';

/** A sentence for the reader; none where nothing differs, or where it cannot be told. */
export async function uncommittedWarning(root: string, repository: Repository): Promise<string | undefined> {
  try {
    const commit = await repository.head();
    const here = contents(readWorkTree(root, folders));
    const there = contents(await repository.files(commit, folders));
    const paths = [...new Set([...here.keys(), ...there.keys()])].sort();
    const differing = paths.filter((path) => here.get(path) !== there.get(path));
    if (differing.length === 0) return undefined;
    const named = differing.slice(0, 5).join(', ');
    const more = differing.length > 5 ? `, and ${differing.length - 5} more` : '';
    return `only what is committed counts, and the work tree is not as ${commit.slice(0, 12)} in ${named}${more}`;
  } catch (error) {
    if (error instanceof Outage) return undefined;
    throw error;
  }
}

const folders = ['approvals', 'estate', 'grants', 'playbooks'];

function contents(files: readonly SourceFile[]): Map<string, string> {
  return new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString('base64')]));
}
