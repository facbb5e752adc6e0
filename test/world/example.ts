/** The files of the example repository, as a local target has them, and AWS as its lock file says that it is. */
import { join } from 'node:path';
import { checkFiles } from '../../src/grant/check.ts';
import type { LockFile } from '../../src/grant/files.generated.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import { readWorkTree } from '../../src/outside/files.ts';
import type { FakeAws } from './aws.ts';

/** Estate and playbooks, and of the grants the named ones. */
export function exampleFiles(grants: readonly string[]): SourceFile[] {
  const root = join(import.meta.dirname, '..', '..');
  return readWorkTree(root, ['docs', 'estate', 'playbooks', 'grants'])
    .filter(
      ({ path }) => !path.startsWith('grants/') || grants.some((grant) => path === `grants/${grant}.yaml`),
    )
    .map((file) => (file.path.startsWith('estate/') && file.path.endsWith('.yaml') ? madeLocal(file) : file));
}

function madeLocal(file: SourceFile): SourceFile {
  const text = new TextDecoder()
    .decode(file.bytes)
    .replace('state: { kind: s3 }', 'state: { kind: local }')
    .replace(/archive: \{ kind: s3.*\}/, 'archive: { kind: directory }');
  return { ...file, bytes: Buffer.from(text) };
}

/** AWS as the lock file says that it is. */
export function furnish(aws: FakeAws, target: string, files: readonly SourceFile[]): void {
  const lock = checkFiles(files).estate.locks.get(target)?.value as LockFile;
  for (const locked of Object.values(lock.databases)) {
    const id = locked.cluster ?? locked.instance ?? '';
    const kind = locked.cluster === undefined ? 'instance' : 'cluster';
    const { resourceId, engine, port, securityGroup, iamAuthentication, exportedLogs } = locked;
    const arn = `arn:aws:rds:eu-central-1:${aws.account}:${kind}:${id}`;
    aws.databases.set(id, {
      arn,
      kind,
      resourceId,
      engine,
      port,
      securityGroups: [securityGroup],
      iamAuthentication,
      exportedLogs,
    });
  }
  for (const { arn, partitionKey, sortKey, indexes } of Object.values(lock.tables)) {
    const own = Object.entries(indexes).map(([name, keys]) => [
      name,
      { partitionKey: keys.partitionKey, sortKey: keys.sortKey },
    ]);
    aws.tables.set(arn.slice(arn.indexOf('/') + 1), {
      arn,
      partitionKey,
      sortKey,
      indexes: Object.fromEntries(own),
    });
  }
}
