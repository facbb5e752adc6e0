/** The archive of a copied repository, made where the commands look for it. */
import { join } from 'node:path';
import type { Genesis } from '../../archive/records.ts';
import { checkFiles } from '../../grant/check.ts';
import { directoryStore, makeDirectory } from '../../outside/directory-store.ts';
import { readWorkTree } from '../../outside/files.ts';
import type { Clock, Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { createArchive } from '../../steps/archive/create-archive.ts';
import type { Writer } from '../../steps/archive/writer.ts';
import { newLogId } from './copy.ts';

/** The copy, and the local AWS that plays its target. */
export type Home = {
  readonly folder: string;
  readonly target: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint: string;
  /** Where Terraform keeps the state: in the folder unless this says otherwise. */
  readonly state?: Genesis['state'];
};

export type Run = { readonly clock: Clock; readonly version: string };

export function storeOf({ folder, target }: Pick<Home, 'folder' | 'target'>): Store {
  return directoryStore(placeOf(folder, target));
}

/** `commit` is what the archive trusts first. Throws `Outage` when the place is taken. */
export async function beginArchive(home: Home, run: Run, commit: string): Promise<void> {
  const { folder, target, account, region, endpoint, state = { kind: 'local' } } = home;
  makeDirectory(placeOf(folder, target));
  const { estates, playbooks, locks } = checkFiles(readWorkTree(folder)).written;
  const files = Object.fromEntries(
    [...estates, ...playbooks, ...locks].map(({ file, digest }) => [file, digest]),
  );
  const beginning = { log: newLogId(), target, account, region, state, endpoint, commit, files };
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

function placeOf(folder: string, target: string): string {
  return join(folder, '.breakglass', target, 'archive');
}
