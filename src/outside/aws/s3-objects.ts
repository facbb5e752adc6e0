/** One object of a bucket: put once, and read as a whole or not at all. */
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { Outage } from '../../problem/outage.ts';
import { machineClock } from '../clock.ts';
import { machineRandom } from '../random.ts';
import { type Bucket, isNamed } from './s3-bucket.ts';

/** `until`: no one can delete it before. */
export type Stored = {
  readonly bytes: Uint8Array;
  readonly mode: string | undefined;
  readonly until: Date | undefined;
};

const tries = 6;

/** The SDK itself repeats what got no answer; a repeated put whose first reply was lost answers `exists`. */
export async function putOnce(bucket: Bucket, Key: string, Body: Uint8Array): Promise<'created' | 'exists'> {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const result = await bucket.ask('PutObject', ({ sdk, client, where, options }) => {
      const object = {
        ...where,
        Key,
        Body,
        ContentLength: Body.length,
        ContentType: 'application/octet-stream',
      };
      const rules = {
        IfNoneMatch: '*',
        ChecksumAlgorithm: 'SHA256',
        ServerSideEncryption: 'AES256',
      } as const;
      return client
        .send(new sdk.PutObjectCommand({ ...object, ...rules }), options)
        .then(() => 'created' as const, refusal);
    });
    if (result === 'created' || result === 'exists') return result;
    await pause(attempt);
  }
  throw new Outage(`s3://${bucket.name}/${Key}: other writes to it were under way all the time`, {
    hint: 'run it again in a minute',
  });
}

/**
 * The newest version, or the one that is asked for. Undefined when there is none; `hidden` when a
 * delete marker says so and an older version may be below it.
 */
export async function getWhole(
  bucket: Bucket,
  Key: string,
  VersionId?: string,
): Promise<Stored | 'hidden' | undefined> {
  const asked = { Key, ...(VersionId === undefined ? {} : { VersionId }) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await bucket.ask(
        'GetObject',
        async ({ sdk, client, where, options }) => {
          const command = new sdk.GetObjectCommand({ ...where, ...asked, ChecksumMode: 'ENABLED' });
          return client.send(command, options).then((answer) => stored(answer, options.abortSignal), hidden);
        },
        ['NoSuchKey', 'NoSuchVersion'],
      );
    } catch (error) {
      // The SDK repeats a call until its headers are there; a body that breaks off is ours to ask for again.
      if (attempt === tries || !(error instanceof Outage) || !isNamed(error.cause, brokenBody)) throw error;
      await pause(attempt);
    }
  }
}

const brokenBody = 'BrokenBody';

async function stored(answer: GetObjectCommandOutput, signal: AbortSignal): Promise<Stored> {
  const { Body, ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = answer;
  const stop = () => {
    if (Body !== undefined && 'destroy' in Body) Body.destroy(new Error('the time is up'));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), mode, until };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const again = Object.assign(new Error(what), { name: signal.aborted ? 'TimeoutError' : brokenBody });
    throw new Outage(`AWS S3 GetObject: the answer broke off (${what})`, { cause: again });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What is there already, and what other writes kept from being decided, are answers. */
function refusal(error: unknown): 'exists' | 'conflict' {
  if (isNamed(error, 'PreconditionFailed')) return 'exists';
  if (isNamed(error, 'ConditionalRequestConflict', 'OperationAborted')) return 'conflict';
  throw error;
}

function hidden(error: unknown): 'hidden' {
  const { $response } = error as { readonly $response?: { readonly headers?: Record<string, string> } };
  if ($response?.headers?.['x-amz-delete-marker'] === 'true') return 'hidden';
  throw error;
}

/** Half to all of 50 ms, then of twice as much: writers who met must not meet again. */
async function pause(attempt: number): Promise<void> {
  const [byte = 0] = machineRandom(1);
  await machineClock.wait(25 * 2 ** (attempt - 1) * (1 + byte / 255));
}
