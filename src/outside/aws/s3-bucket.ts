/** One bucket: how it is asked, and what its answers mean for everything that is stored in it. */
import type * as Sdk from '@aws-sdk/client-s3';
import { Outage } from '../../problem/outage.ts';
import { type ConnectionOptions, connect } from './connection.ts';
import { once } from './once.ts';

export type BucketOptions = ConnectionOptions & {
  readonly bucket: string;
  /** Whose bucket it must be: names of buckets are global, and anybody can take one that is free. */
  readonly account: string;
};

type Asking = {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
  /** What every request names. */
  readonly where: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  readonly options: { readonly abortSignal: AbortSignal };
};

export type Bucket = {
  readonly name: string;
  /** Undefined for an answer whose error is in `absent`; a bucket that is not there is an `Outage` that says so. */
  ask<T>(
    call: string,
    send: (asking: Asking) => Promise<T>,
    absent?: readonly string[],
  ): Promise<T | undefined>;
};

/** Shorter than for the rest of AWS: what ends a grant waits for these calls before it cuts. */
const limits = { connect: 2_000, request: 8_000, call: 20_000, attempts: 4 };

export function openBucket({ bucket, account, ...options }: BucketOptions): Bucket {
  const connection = connect({ limits, ...options });
  const open = once(async () => {
    const sdk = await import('@aws-sdk/client-s3');
    const forcePathStyle = options.endpoint !== undefined;
    const settings = { ...connection.settings, forcePathStyle, followRegionRedirects: true };
    return { sdk, client: new sdk.S3Client(settings) };
  });
  const where = { Bucket: bucket, ExpectedBucketOwner: account };
  return {
    name: bucket,
    async ask(call, send, absent = []) {
      const opened = await open();
      return connection.ask({ service: 'S3', call, absent }, (limited) =>
        send({ ...opened, where, options: limited }).catch((error) => {
          throw isNamed(error, 'NoSuchBucket') ? noBucket(bucket, error) : error;
        }),
      );
    },
  };
}

/** Did that outage say that there is no such bucket? */
export function isNoBucket(error: unknown): boolean {
  return error instanceof Outage && isNamed(error.cause, 'NoSuchBucket');
}

export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

function noBucket(bucket: string, cause: unknown): Outage {
  return new Outage(`there is no archive bucket ${bucket}`, {
    hint: 'Check the target and the account. A bucket that does not exist is not an empty archive.',
    cause,
  });
}
