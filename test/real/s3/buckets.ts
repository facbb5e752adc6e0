/** Buckets of a local AWS, made as the product makes them, one for each test. */
import { S3Client } from '@aws-sdk/client-s3';
import type { TargetEntry } from '../../../src/grant/files.generated.ts';
import { archiveBucket } from '../../../src/grant/names.ts';
import { type Moto, startMoto } from '../../../src/local/moto.ts';
import { seedBuckets } from '../../../src/local/seed-buckets.ts';
import { connect } from '../../../src/outside/aws/connection.ts';
import type { BucketOptions } from '../../../src/outside/aws/s3-bucket.ts';

const account = '111122223333';
const region = 'eu-central-1';

export type Buckets = {
  readonly moto: Moto;
  /** For what an attacker or an owner does by hand. */
  readonly client: S3Client;
  /** A new, empty archive bucket, locked for 400 days; asked at `endpoint`, by default without a proxy. */
  make(endpoint?: string): Promise<BucketOptions>;
  stop(): Promise<void>;
};

export async function openBuckets(): Promise<Buckets> {
  const moto = await startMoto(account);
  const { settings } = connect({ region, endpoint: moto.endpoint });
  const client = new S3Client({ ...settings, forcePathStyle: true });
  let made = 0;
  return {
    moto,
    client,
    async make(endpoint = moto.endpoint) {
      made += 1;
      const target = `target-${made}`;
      await seedBuckets({ target, account, region, settings }, inS3);
      return { endpoint, region, account, bucket: archiveBucket(account, target) };
    },
    async stop() {
      client.destroy();
      await moto.stop();
    },
  };
}

const inS3: TargetEntry = {
  account,
  region,
  owner: 'team:security',
  state: { kind: 's3' },
  archive: { kind: 's3', retention: '400d' },
};
