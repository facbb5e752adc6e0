/**
 * The archive of a target that was named on the line, or why there is none. A folder comes first,
 * then the local AWS that a file names, then AWS itself: there the caller's account and the
 * target's name are the name of the bucket. No file of the repository is needed to find it.
 */
import { join } from 'node:path';
import { archiveBucket } from '../grant/names.ts';
import { type ConnectionOptions, connect } from '../outside/aws/connection.ts';
import { homeRegion } from '../outside/aws/home-region.ts';
import { isNoBucket } from '../outside/aws/s3-bucket.ts';
import { s3Store } from '../outside/aws/s3-store.ts';
import { caller } from '../outside/aws/sts.ts';
import { directoryStore } from '../outside/directory-store.ts';
import { openRepository } from '../outside/git.ts';
import { isTargetName, localArchive } from '../outside/local-folder.ts';
import type { Store } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import type { Expected } from '../steps/archive/open-archive.ts';
import type { Context } from './context.ts';

/** `expected`: what genesis must say, so that what was found is what was looked for. */
export type TargetStore = { readonly store: Store; readonly expected: Expected };

type Named = { readonly root: string; readonly target: string };

/** Throws when there is no archive of it. Makes nothing. */
export async function openTargetStore(root: string, target: string, context: Context): Promise<TargetStore> {
  const local = localArchive(root, target);
  if (local) await refuseCommitted(root, target);
  if (local && 'folder' in local) {
    return { store: directoryStore(local.folder), expected: { target, kind: 'directory' } };
  }
  const { environment } = context;
  const named = { root, target };
  if (local) return inBucket(named, { ...local, region: 'us-east-1', environment }, context);
  try {
    if (!isTargetName(target)) throw new Outage(`there is no target \`${target}\``);
    return await inBucket(named, { region: await homeRegion(), environment }, context);
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    // Loaded only here: what ends a grant needs no file of the repository, and no reader of files.
    const { missingTarget } = await import('./missing-target.ts');
    throw missingTarget(root, target) ?? error;
  }
}

/** What a commit brings along is nobody's local archive. Without git, or a commit, there is none. */
async function refuseCommitted(root: string, target: string): Promise<void> {
  const repository = openRepository(root);
  const [found] = await repository
    .head()
    .then((commit) => repository.files(commit, [`.breakglass/${target}`]))
    .catch(nothingFrom);
  if (found === undefined) return;
  throw new Outage(`${join(root, found.path)} is committed: it would stand in the place of the archive`, {
    code: 'BG0710',
    hint: 'take it out of git: `git rm -r --cached .breakglass`; then delete it',
  });
}

function nothingFrom(error: unknown): [] {
  if (error instanceof Outage) return [];
  throw error;
}

/** Throws when the caller is nobody, or the account has no such bucket. */
async function inBucket(
  { root, target }: Named,
  options: ConnectionOptions,
  { clock }: Context,
): Promise<TargetStore> {
  const { account } = await caller(connect(options), clock);
  const bucket = archiveBucket(account, target);
  const store = s3Store({ ...options, bucket, account });
  const expected = { target, account, endpoint: options.endpoint ?? null, kind: 's3' } as const;
  try {
    await store.list('genesis.json');
    return { store, expected };
  } catch (error) {
    if (!isNoBucket(error)) throw error;
    throw new Outage(
      `target \`${target}\` has no archive: neither ${join(root, '.breakglass', target)} nor a bucket ${bucket}`,
      { hint: nothingOpened, cause: error },
    );
  }
}

const nothingOpened =
  'nothing was opened in it by this account; `breakglass drill` shows a whole life in a copy';
