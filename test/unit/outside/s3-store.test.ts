/** What S3 answers and the local AWS never does: conflicts, wrong checksums, silence, halves. */
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { s3Store } from '../../../src/outside/aws/s3-store.ts';
import type { Store } from '../../../src/ports.ts';
import { Outage } from '../../../src/problem/outage.ts';
import { type Answer, type Call, type Stub, startStub } from './aws-stub.ts';

let stub: Stub | undefined;
afterEach(() => stub?.stop());

const limits = { connect: 300, request: 300, call: 1_200, attempts: 2 };

async function storeThat(answer: (call: Call) => Answer): Promise<{ store: Store; calls: Call[] }> {
  stub = await startStub(answer);
  const place = { bucket: 'an-archive', account: '111122223333', region: 'eu-central-1' };
  return { store: s3Store({ ...place, endpoint: stub.endpoint, limits }), calls: stub.calls };
}

const error = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>what S3 says</Message></Error>`,
});
const done: Answer = { body: '' };
const versions = (inside: string): Answer => ({
  body: `<ListVersionsResult><Name>an-archive</Name>${inside}</ListVersionsResult>`,
});
const bytes = Buffer.from('{"n":1}');
const key = 'log/000000000007.json';

test('a put says once more what it means by it', async () => {
  const { store, calls } = await storeThat(() => done);
  expect(await store.create(key, bytes)).toBe('created');
  const [{ name, headers }] = calls as [Call];
  expect(name).toContain(`/an-archive/${key}`);
  expect(headers).toMatchObject({
    'if-none-match': '*',
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-expected-bucket-owner': '111122223333',
    'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
  });
});

test('a conflict is tried again until it is decided', async () => {
  let asked = 0;
  const answers = [error(409, 'ConditionalRequestConflict'), error(409, 'OperationAborted')];
  const { store } = await storeThat(() => answers[asked++] ?? error(412, 'PreconditionFailed'));
  expect(await store.create(key, bytes)).toBe('exists');
  expect(asked).toBe(3);
});

test('a conflict without end is an outage, after some tries', async () => {
  const { store, calls } = await storeThat(() => error(409, 'ConditionalRequestConflict'));
  await expect(store.create(key, bytes)).rejects.toThrow(
    /^s3:\/\/an-archive\/log\/000000000007\.json: other writes to it/,
  );
  expect(calls).toHaveLength(6);
});

test('bytes that did not arrive as they were sent are not written', async () => {
  const { store, calls } = await storeThat(() => error(400, 'BadDigest'));
  await expect(store.create(key, bytes)).rejects.toThrow(/AWS S3 PutObject: 400 BadDigest: what S3 says/);
  expect(calls).toHaveLength(1);
});

test('bytes that were changed on their way here are not read', async () => {
  const headers = { 'x-amz-checksum-sha256': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' };
  const { store } = await storeThat(() => ({ body: 'changed', headers }));
  const failure = store.get('blob/sha256/00');
  await expect(failure).rejects.toThrow(Outage);
  await expect(failure).rejects.toThrow(/[Cc]hecksum/);
});

test.each(['never', 'half', 'drip'] as const)(
  'a server that answers %s does not hold anybody up',
  {
    timeout: 40_000,
  },
  async (answer) => {
    const { store } = await storeThat(() => answer);
    const calls = [
      () => store.create(key, bytes),
      () => store.get(key),
      () => store.get('genesis.json'),
      () => store.list('warrants/'),
      () => store.protection?.place(400),
    ];
    const began = performance.now();
    // A put is answered by its headers alone.
    const failing = answer === 'never' ? calls : calls.slice(1);
    await Promise.all(failing.map((call) => expect(call()).rejects.toThrow(Outage)));
    expect(performance.now() - began).toBeLessThan(15_000);
  },
);

test('a delete marker hides no entry that was never listed', async () => {
  const { store } = await storeThat(({ name }) => {
    if (name.includes('versionId=v1')) return { body: 'the entry' };
    if (!name.includes('versions')) {
      return {
        status: 404,
        body: '<Error><Code>NoSuchKey</Code></Error>',
        headers: { 'x-amz-delete-marker': 'true' },
      };
    }
    const item = (kind: string, id: string) =>
      `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId></${kind}>`;
    return versions(item('DeleteMarker', 'v3') + item('Version', 'v2') + item('Version', 'v1'));
  });
  expect(Buffer.from((await store.get(key)) ?? []).toString()).toBe('the entry');
});

test('a listing that is none, or that goes in a circle, is not an empty one', async () => {
  const circle = '<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker>';
  for (const answer of [{ body: '<html></html>' }, { body: '' }, versions(circle)]) {
    const { store } = await storeThat(() => answer);
    await expect(store.list('warrants/')).rejects.toThrow(Outage);
    await stub?.stop();
    stub = undefined;
  }
});

test('somebody else can own a bucket of that name: it is refused, not read', async () => {
  const { store } = await storeThat(({ headers }) => {
    expect(headers['x-amz-expected-bucket-owner']).toBe('111122223333');
    return error(403, 'AccessDenied');
  });
  await expect(store.list('')).rejects.toThrow(/the caller may not do this/);
  await expect(store.get('genesis.json')).rejects.toThrow(/the caller may not do this/);
});
