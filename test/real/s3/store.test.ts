/** The archive in S3 of the local AWS: the same contract, the same writers, and what only a bucket can show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Store } from '../../../src/outside/aws/s3-store.ts';
import { createArchive } from '../../../src/steps/archive/create-archive.ts';
import { verifyArchive } from '../../../src/steps/archive/verify-archive.ts';
import { alba, beginning, liveAndDie, writer } from '../../unit/archive/samples.ts';
import { storeContract } from '../../unit/archive/store-contract.ts';
import { eightWriters } from '../../unit/steps/archive/writers.ts';
import { type Buckets, openBuckets } from './buckets.ts';

let buckets: Buckets;
const scratch = mkdtempSync(join(tmpdir(), 'breakglass-s3-'));

beforeAll(async () => {
  buckets = await openBuckets();
});

afterAll(async () => {
  await buckets?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const bytes = (text: string) => Buffer.from(text, 'utf8');
const text = (found: Uint8Array | undefined) => found && Buffer.from(found).toString();

describe('as every store', () => {
  storeContract(
    async () => s3Store(await buckets.make()),
    async () => s3Store({ ...(await buckets.make()), bucket: 'breakglass-nowhere-archive-111122223333' }),
  );
});

test('8 processes with 25 entries each make one chain, with whole stories', async () => {
  const options = await buckets.make();
  await eightWriters({ store: s3Store(options), place: JSON.stringify(options), scratch });
});

test('every object is locked, encrypted, and has its SHA-256', async () => {
  const options = await buckets.make();
  await s3Store(options).create('genesis.json', bytes('x'));
  const head = { Bucket: options.bucket, Key: 'genesis.json', ChecksumMode: 'ENABLED' } as const;
  const found = await buckets.client.send(new s3.HeadObjectCommand(head));
  expect(found).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ServerSideEncryption: 'AES256' });
  expect(found.ChecksumSHA256).toBe('LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=');
  const { Versions: [version] = [] } = await buckets.client.send(
    new s3.ListObjectVersionsCommand({ Bucket: options.bucket }),
  );
  const one = { Bucket: options.bucket, Key: 'genesis.json', VersionId: version?.VersionId };
  await expect(buckets.client.send(new s3.DeleteObjectCommand(one))).rejects.toThrow(/Access ?Denied/);
});

test('what is put on top hides nothing, also from a store that was not there before', async () => {
  const options = await buckets.make();
  const store = s3Store(options);
  const keys = [
    `warrants/${alba}/0.json`,
    `endings/${alba}/0-cut.json`,
    'genesis.json',
    'log/000000000000.json',
  ];
  for (const key of keys) await store.create(key, bytes(`true ${key}`));
  for (const [index, Key] of keys.entries()) {
    const object = { Bucket: options.bucket, Key };
    if (index % 2 === 0) await buckets.client.send(new s3.PutObjectCommand({ ...object, Body: 'forged' }));
    else await buckets.client.send(new s3.DeleteObjectCommand(object));
  }
  const other = s3Store(options);
  for (const key of keys) expect(text(await other.get(key)), key).toBe(`true ${key}`);
  expect(await s3Store(options).list('')).toEqual([...keys].sort());
  expect(other.protection?.objects(400).map(({ key, fault }) => `${fault} ${key}`)).toEqual(
    expect.arrayContaining(keys.map((key) => `covered ${key}`)),
  );
});

test('a thousand keys and more are listed, whatever they are called', async () => {
  const options = await buckets.make();
  const names = ['a b', 'ä/ö', 'x+y', 'a%2Fb', '../up', 'log/!', 'tmp/x', 'a&<>"'];
  const many = Array.from({ length: 1_100 }, (_, n) => `log/${String(n).padStart(12, '0')}.json`);
  const keys = [...names, ...many];
  const work = keys.values();
  const put = async () => {
    for (const Key of work)
      await buckets.client.send(new s3.PutObjectCommand({ Bucket: options.bucket, Key, Body: 'x' }));
  };
  await Promise.all(Array.from({ length: 8 }, put));
  const store = s3Store(options);
  expect(await store.list('')).toEqual([...keys].sort());
  expect(await store.list('log/0')).toEqual(many);
});

describe('what protects the bucket', () => {
  const place = async (change: (Bucket: string) => Promise<unknown>) => {
    const options = await buckets.make();
    await change(options.bucket);
    return s3Store(options).protection?.place(400);
  };
  const lockFor = (Days: number, Mode: 'COMPLIANCE' | 'GOVERNANCE') => (Bucket: string) => {
    const Rule = { DefaultRetention: { Mode, Days } };
    const lock = { ObjectLockEnabled: 'Enabled' as const, Rule };
    return buckets.client.send(
      new s3.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: lock }),
    );
  };

  test('is all there as the local AWS is furnished', async () => {
    expect(await place(async () => undefined)).toEqual([]);
    expect(await place(lockFor(500, 'COMPLIANCE'))).toEqual([]);
  });

  test('is named where it is missing', async () => {
    expect(await place(lockFor(399, 'COMPLIANCE'))).toEqual(['it keeps an object for 399 days, not for 400']);
    expect(await place(lockFor(400, 'GOVERNANCE'))).toEqual([
      'its object lock is in mode GOVERNANCE, not COMPLIANCE',
    ]);
    const suspended = await place((Bucket) => {
      const VersioningConfiguration = { Status: 'Suspended' } as const;
      return buckets.client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    });
    expect(suspended).toEqual(['its versioning is off']);
  });

  test('is nothing in a bucket as anybody makes it', async () => {
    const options = { ...(await buckets.make()), bucket: 'just-a-bucket' };
    const CreateBucketConfiguration = { LocationConstraint: options.region as 'eu-central-1' };
    await buckets.client.send(
      new s3.CreateBucketCommand({ Bucket: options.bucket, CreateBucketConfiguration }),
    );
    const faults = await s3Store(options).protection?.place(400);
    expect(faults).toEqual(['its versioning is off', 'it has no object lock']);
  });
});

test('verify reads all of it, and names what was covered and what could be deleted', async () => {
  const options = await buckets.make();
  const store = s3Store(options);
  const archive = { kind: 's3', retentionDays: 400 } as const;
  const created = await createArchive(store, writer(), { ...beginning, archive });
  if (!created.ok) throw new Error('not created');
  await liveAndDie(created.value);
  expect((await verifyArchive(s3Store(options))).problems).toEqual([]);

  const [warrant, ending] = [`warrants/${alba}/0.json`, `endings/${alba}/0-cut.json`];
  const inBucket = (Key: string) => ({ Bucket: options.bucket, Key });
  await buckets.client.send(new s3.PutObjectCommand({ ...inBucket(warrant), Body: '{}' }));
  await buckets.client.send(new s3.DeleteObjectCommand(inBucket(ending)));
  // AWS refuses this one; the local AWS lets it through.
  const soon = { Mode: 'COMPLIANCE', RetainUntilDate: new Date('2030-01-01') } as const;
  await buckets.client.send(
    new s3.PutObjectRetentionCommand({
      ...inBucket('genesis.json'),
      Retention: { ...soon, Mode: 'GOVERNANCE' },
    }),
  );
  await buckets.client.send(
    new s3.PutObjectRetentionCommand({
      ...inBucket('trusted/0.json'),
      Retention: {
        ...soon,
        RetainUntilDate: new Date(soon.RetainUntilDate.getTime() - 4 * 365 * 86_400_000),
      },
    }),
  );
  await buckets.client.send(new s3.PutObjectCommand({ ...inBucket('a b'), Body: '?' }));
  const { problems, first } = await verifyArchive(s3Store(options));
  expect(first?.key).toBe('genesis.json');
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'BG0824 genesis.json: its lock is GOVERNANCE, not COMPLIANCE: it can be deleted',
    'BG0824 trusted/0.json: it can be deleted before 400 days have passed',
    `BG0823 ${warrant}: 1 later version over it: what counts is the oldest version`,
    `BG0823 ${ending}: a delete marker over it: what counts is the oldest version`,
    'BG0822 a b: it has not the form of an archive key',
  ]);
});
