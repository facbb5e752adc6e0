/** A grant whose archive is in S3 of the local AWS, from the command line on; and what an attacker puts on top. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Warrant } from '../../../src/archive/records.ts';
import { canonicalBytes } from '../../../src/grant/canonical.ts';
import { at, formatInstant, hour, plus, second } from '../../../src/grant/lifetime.ts';
import { archiveBucket } from '../../../src/grant/names.ts';
import { connect } from '../../../src/outside/aws/connection.ts';
import { isDenied } from '../life/answers.ts';
import { home, openStage, type Stage } from '../life/stage.ts';

const Bucket = archiveBucket(home.account, home.target);
const storage = { state: { kind: 'local' }, archive: { kind: 's3', retentionDays: 400 } } as const;

let stage: Stage;
let client: s3.S3Client;
let alba = '';
let warrant: Warrant;

beforeAll(async () => {
  stage = await openStage(['alba'], storage);
  alba = stage.id.alba;
  const { settings } = connect({ region: home.region, endpoint: stage.aws.endpoint });
  client = new s3.S3Client({ ...settings, forcePathStyle: true });
});

afterAll(async () => {
  client?.destroy();
  await stage?.close();
});

const here = ['--target', home.target];

/** AWS does not take this from a bucket with object lock; the local AWS does. */
async function setVersioning(Status: 'Enabled' | 'Suspended'): Promise<void> {
  const VersioningConfiguration = { Status };
  await client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
}

test('on a bucket that does not keep every version nothing is opened', async () => {
  await setVersioning('Suspended');
  const { codes, problems, opened } = await stage.run(5, 'apply', ...here);
  expect(codes).toEqual(['BG0806']);
  expect(problems[0]?.message).toBe(`s3://${Bucket}: its versioning is off`);
  expect(opened).toEqual([]);
  expect((await stage.answers()).roles).toEqual({});
  await setVersioning('Enabled');
});

test('opened, told, verified: no file of the archive is in the folder', async () => {
  expect((await stage.run(0, 'apply', ...here)).opened.map(({ grant }) => grant)).toEqual([alba]);
  const bytes = await stage.store.get(`warrants/${alba}/0.json`);
  warrant = JSON.parse(Buffer.from(bytes ?? []).toString());
  await stage.run(0, 'status', ...here);
  await stage.run(0, 'status');
  await stage.run(0, 'archive', 'show', 'alba', ...here);
  await stage.run(0, 'archive', 'verify', ...here);
  expect((await stage.run(0, 'sweep', ...here)).live).toMatchObject([{ grant: alba }]);
});

test('a later version over the warrant moves no end, and is named', async () => {
  const forged = { ...warrant, end: formatInstant(plus(at(warrant.end), 8 * hour)) };
  const Key = `warrants/${alba}/0.json`;
  await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: canonicalBytes(forged) }));
  const { codes } = await stage.run(1, 'archive', 'verify', ...here);
  expect(codes).toEqual(['BG0823']);
  expect((await stage.run(0, 'sweep', ...here)).live).toMatchObject([{ grant: alba, end: warrant.end }]);
});

test('at the end of the true warrant it is cut while S3 does not answer, and told afterwards', async () => {
  stage.clock.jumpTo(plus(at(warrant.end), second));
  stage.gate.failAt(Bucket, 14);
  const { notes } = await stage.run(9, 'sweep', ...here);
  expect(notes).toContain(`ending ${alba}`);
  expect(isDenied(await stage.answers(), alba)).toBe(true);
  stage.gate.failAt(undefined);
  expect((await stage.run(0, 'sweep', ...here)).states).toEqual([
    expect.stringMatching(`${alba} (settling|closed)`),
  ]);
});

test('a delete marker over an ending opens nothing again, and is named', async () => {
  const [cut] = (await stage.store.list(`endings/${alba}/`)).filter((key) => key.endsWith('-cut.json'));
  await client.send(new s3.DeleteObjectCommand({ Bucket, Key: String(cut) }));
  expect((await stage.run(0, 'sweep', ...here)).live).toEqual([]);
  expect(isDenied(await stage.answers(), alba)).toBe(true);
  const { problems } = await stage.run(1, 'archive', 'verify', ...here);
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toContainEqual(
    `BG0823 ${cut}: a delete marker over it: what counts is the oldest version`,
  );
});

test('an endpoint that genesis does not name, a bucket that is not there: refused, and nothing is called closed', async () => {
  const file = `${stage.folder}/.breakglass/${home.target}/endpoint`;
  const named = readFileSync(file, 'utf8');
  writeFileSync(file, `${stage.aws.endpoint}\n`);
  expect((await stage.run(5, 'sweep', ...here)).codes).toEqual(['BG0802']);
  writeFileSync(file, named);
  const other = await stage.run(1, 'sweep', '--target', 'prod-ue');
  expect(other.notes).toContain(`did you mean \`${home.target}\`?`);
});
