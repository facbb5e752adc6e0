/** The archive of a copied repository, made where the commands look for it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkFiles } from '../../grant/check.ts';
import { archiveBucket } from '../../grant/names.ts';
import { s3Store } from '../../outside/aws/s3-store.ts';
import { directoryStore, makeDirectory } from '../../outside/directory-store.ts';
import { readWorkTree } from '../../outside/files.ts';
import { endpointFile, targetFolder } from '../../outside/local-folder.ts';
import type { Clock, Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { createArchive } from '../../steps/archive/create-archive.ts';
import type { Writer } from '../../steps/archive/writer.ts';
import { newLogId, type Storage } from './copy.ts';

/** The copy, and the local AWS that plays its target. */
export type Home = {
  readonly folder: string;
  readonly target: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint: string;
  readonly storage: Storage;
};

export type Run = { readonly clock: Clock; readonly version: string };

export function storeOf({ folder, target, account, region, endpoint, storage }: Home): Store {
  if (storage.archive.kind === 'directory') return directoryStore(placeOf(folder, target));
  return s3Store({ region, endpoint, account, bucket: archiveBucket(account, target) });
}

/** `commit` is what the archive trusts first. Throws `Outage` when the place is taken. */
export async function beginArchive(home: Home, run: Run, commit: string): Promise<void> {
  const { folder, target, account, region, endpoint, storage } = home;
  await makePlace(home);
  const { estates, playbooks, locks } = checkFiles(readWorkTree(folder)).written;
  const files = Object.fromEntries(
    [...estates, ...playbooks, ...locks].map(({ file, digest }) => [file, digest]),
  );
  const beginning = { log: newLogId(), target, account, region, ...storage, endpoint, commit, files };
  const begun = await createArchive(storeOf(home), writerOf(run), beginning);
  if (!begun.ok) throw new Outage(begun.problems.map(({ message }) => message).join('; '));
}

export function writerOf({ clock, version: toolVersion }: Run): Writer {
  return {
    actor: { kind: 'human', id: 'drill' },
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 0 },
    toolVersion,
    now: () => clock.now(),
    wait: (milliseconds) => clock.wait(milliseconds),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}

/** The folder of the archive; or, where it lies in S3, the file that says in which AWS: the bucket is there already. */
async function makePlace({ folder, target, endpoint, storage }: Home): Promise<void> {
  if (storage.archive.kind === 'directory') return makeDirectory(placeOf(folder, target));
  const file = endpointFile(folder, target);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${endpoint}\n`);
}

function placeOf(folder: string, target: string): string {
  return join(targetFolder(folder, target), 'archive');
}
