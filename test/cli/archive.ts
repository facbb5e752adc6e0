/** An archive on disk, as apply and sweep write it, with stories that a script names. */
import { join } from 'node:path';
import type { Warrant } from '../../src/archive/records.ts';
import type { Grant } from '../../src/grant/grant.ts';
import { at, formatInstant, hour, type Instant, plus } from '../../src/grant/lifetime.ts';
import { meaningOf } from '../../src/grant/meaning.ts';
import { wantedResources } from '../../src/grant/wanted.ts';
import { directoryStore, makeDirectory } from '../../src/outside/directory-store.ts';
import type { Archive } from '../../src/steps/archive/archive.ts';
import { createArchive } from '../../src/steps/archive/create-archive.ts';
import { openArchive } from '../../src/steps/archive/open-archive.ts';
import { beginning, liveAndDie, warrant, writer } from '../unit/archive/samples.ts';
import { sample } from '../unit/grant/sample-grant.ts';

type Place = {
  readonly root: string;
  readonly target: string;
  readonly endpoint: string;
  readonly now: Instant;
  /** What the archive trusts first; one that no repository has when it is not named. */
  readonly commit?: string | undefined;
};

export async function makeArchive(place: Place, stories: readonly string[]): Promise<void> {
  const folder = join(place.root, '.breakglass', place.target, 'archive');
  makeDirectory(folder);
  const { target, endpoint, commit = beginning.commit } = place;
  const created = await createArchive(directoryStore(folder), writer('2025-03-14T02:40:00Z'), {
    ...beginning,
    target,
    endpoint,
    commit,
  });
  const later = await openArchive(directoryStore(folder), writer(formatInstant(place.now)), { target });
  if (!created.ok || !later.ok) throw new Error('the archive cannot be made');
  for (const story of stories)
    await tell(story, { once: created.value, lately: later.value, now: place.now });
}

/** `once`: by a writer of 2025, so that a story that is over is the same in every run. */
type Archives = { readonly once: Archive; readonly lately: Archive; readonly now: Instant };

async function tell(story: string, { once, lately, now }: Archives): Promise<void> {
  const today = formatInstant(now).slice(0, 10);
  if (story === 'closed') await liveAndDie(once, '2025-03-14-orders-read-alba');
  else if (story === 'over') await open(once, '2025-03-14-orders-read-bo', at('2025-03-14T02:44:00Z'));
  else if (story === 'alba') await openAlba(lately, `${today}-orders-read-alba`, plus(now, -hour / 4));
  else if (story === 'live') await open(lately, `${today}-orders-unblock-mei`, plus(now, -hour / 4));
  else throw new Error(`no story is called ${story}`);
}

/** As `apply` would have opened a grant: what stands is in its warrant. */
async function openAlba(archive: Archive, id: string, activation: Instant): Promise<void> {
  const grant: Grant = { ...sample, id, access: sample.access.slice(0, 1) };
  const end = plus(activation, hour);
  const resources = wantedResources(grant, { activation, end }, { 'orders-prod': 'bg_k3xw7qpa2m' });
  await open(archive, id, activation, { meaning: meaningOf(grant), resources });
}

/** Switched on, and nothing has ended it. */
async function open(
  archive: Archive,
  grant: string,
  activation: Instant,
  more: Partial<Pick<Warrant, 'meaning' | 'resources'>> = {},
): Promise<void> {
  const blobs = await archive.keep([
    { name: 'plan.txt', text: `plan of ${grant}\n` },
    { name: 'plan.json', planJson: { format_version: '1.2', grant } },
  ]);
  const planDigest = blobs.at(-1)?.sha256;
  if (planDigest === undefined) throw new Error('no plan was kept');
  await archive.writeWarrant({ ...warrant(grant, 0, activation), ...more, planDigest }, blobs);
  await archive.log({ kind: 'applied', grant });
}
