/** What a bucket does against changing and deleting, and what it has let happen. */
import type { ObjectLockConfiguration } from '@aws-sdk/client-s3';
import type { ObjectFault, Protection } from '../../ports.ts';
import type { Bucket } from './s3-bucket.ts';
import type { Seen } from './s3-versions.ts';

/** The lock of an object that was read. */
export type Locked = { readonly mode: string | undefined; readonly until: Date | undefined };

type Known = { readonly seen: ReadonlyMap<string, Seen>; readonly locks: ReadonlyMap<string, Locked> };

const day = 86_400_000;

/** A date of S3 is cut to seconds, and the retention begins a moment before the object is dated. */
const doubt = 60_000;

export function protectionOf(bucket: Bucket, known: Known): Protection {
  return {
    place: async (days) => [...(await versioningFaults(bucket)), ...(await lockFaults(bucket, days))],
    objects: (days) =>
      [...known.seen].flatMap(([key, seen]) => [
        ...covered(key, seen),
        ...unlocked({ key, seen, days, lock: known.locks.get(key) }),
      ]),
  };
}

async function versioningFaults(bucket: Bucket): Promise<string[]> {
  const answer = await bucket.ask('GetBucketVersioning', ({ sdk, client, where, options }) =>
    client.send(new sdk.GetBucketVersioningCommand(where), options),
  );
  return answer?.Status === 'Enabled' ? [] : ['its versioning is off'];
}

async function lockFaults(bucket: Bucket, days: number): Promise<string[]> {
  const answer = await bucket.ask(
    'GetObjectLockConfiguration',
    ({ sdk, client, where, options }) =>
      client.send(new sdk.GetObjectLockConfigurationCommand(where), options),
    ['ObjectLockConfigurationNotFoundError'],
  );
  return lockFault(answer?.ObjectLockConfiguration, days);
}

function lockFault(lock: ObjectLockConfiguration | undefined, days: number): string[] {
  const kept = lock?.Rule?.DefaultRetention;
  if (lock?.ObjectLockEnabled !== 'Enabled') return ['it has no object lock'];
  if (kept === undefined) return ['its object lock has no default retention'];
  const found = kept.Days ?? (kept.Years ?? 0) * 365;
  return [
    ...(kept.Mode === 'COMPLIANCE' ? [] : [`its object lock is in mode ${kept.Mode}, not COMPLIANCE`]),
    ...(found >= days ? [] : [`it keeps an object for ${found} days, not for ${days}`]),
  ];
}

function covered(key: string, { versions, markers }: Seen): ObjectFault[] {
  const later = Math.max(0, versions - 1);
  const found = [
    ...(later > 0 ? [`${later} later ${later === 1 ? 'version' : 'versions'}`] : []),
    ...(markers > 0 ? ['a delete marker'] : []),
  ];
  if (found.length === 0) return [];
  return [
    { key, fault: 'covered', why: `${found.join(' and ')} over it: what counts is the oldest version` },
  ];
}

type Judged = {
  readonly key: string;
  readonly seen: Seen;
  readonly days: number;
  readonly lock: Locked | undefined;
};

/** Nothing is said of what nobody has read. */
function unlocked({ key, seen, days, lock }: Judged): ObjectFault[] {
  if (lock === undefined) return [];
  const mode = lock.mode ?? 'none';
  if (mode !== 'COMPLIANCE') {
    return [{ key, fault: 'unlocked', why: `its lock is ${mode}, not COMPLIANCE: it can be deleted` }];
  }
  const written = seen.oldest?.written?.getTime() ?? Number.NaN;
  const until = lock.until?.getTime() ?? Number.NaN;
  if (until + doubt >= written + days * day) return [];
  return [{ key, fault: 'unlocked', why: `it can be deleted before ${days} days have passed` }];
}
