/** The buckets of a target: where the estate says so, one for the archive and one for the state. */
import type * as sdkOfS3 from '@aws-sdk/client-s3';
import type { TargetEntry } from '../grant/files.generated.ts';
import { day, minute, parseMinutes } from '../grant/lifetime.ts';
import { archiveBucket, stateBucket } from '../grant/names.ts';
import type { Stage } from './stage.ts';

type Sdk = typeof sdkOfS3;
type Buckets = { readonly sdk: Sdk; readonly s3: InstanceType<Sdk['S3Client']>; readonly stage: Stage };

export async function seedBuckets(stage: Stage, { archive, state }: TargetEntry): Promise<void> {
  const sdk = await import('@aws-sdk/client-s3');
  const s3 = new sdk.S3Client({ ...stage.settings, forcePathStyle: true });
  const buckets = { sdk, s3, stage };
  if (state.kind === 's3') {
    const Bucket = stateBucket(stage.account, stage.target);
    await makeBucket(buckets, { Bucket });
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  if (archive.kind === 's3') {
    const Bucket = archiveBucket(stage.account, stage.target);
    await makeBucket(buckets, { Bucket, ObjectLockEnabledForBucket: true });
    await lockObjects(buckets, Bucket, daysOf(archive.retention));
  }
  s3.destroy();
}

/** Encrypted, and never public. */
async function makeBucket(
  { sdk, s3, stage }: Buckets,
  wanted: { readonly Bucket: string; readonly ObjectLockEnabledForBucket?: true },
): Promise<void> {
  const { Bucket } = wanted;
  const place = { LocationConstraint: stage.region as sdkOfS3.BucketLocationConstraint };
  await s3.send(new sdk.CreateBucketCommand({ ...wanted, CreateBucketConfiguration: place }));
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } as const;
  await s3.send(
    new sdk.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
  );
  const closed = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await s3.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
}

/** Every version is kept for so long, and nobody can say otherwise. */
async function lockObjects({ sdk, s3 }: Buckets, Bucket: string, Days: number): Promise<void> {
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await s3.send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
}

function daysOf(retention: string | undefined): number {
  return ((parseMinutes(retention ?? '400d') ?? 0) * minute) / day;
}
