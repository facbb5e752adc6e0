/** S3 failing in the middle of a sweep: the cut is on time, and the next run makes the story whole. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, plus } from '../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../src/grant/names.ts';
import type { BucketOptions } from '../../../src/outside/aws/s3-bucket.ts';
import { s3Store } from '../../../src/outside/aws/s3-store.ts';
import { apply } from '../../../src/steps/apply/apply.ts';
import { createArchive } from '../../../src/steps/archive/create-archive.ts';
import { openArchive } from '../../../src/steps/archive/open-archive.ts';
import { showStory } from '../../../src/steps/archive/show-story.ts';
import { verifyArchive } from '../../../src/steps/archive/verify-archive.ts';
import { sweep } from '../../../src/steps/sweep/sweep.ts';
import { nothingWithdrawn } from '../../../src/steps/withdrawn.ts';
import { alba, scene } from '../../world/scene.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import { startProxy } from './proxy.ts';

let buckets: Buckets;
beforeAll(async () => {
  buckets = await openBuckets();
});
afterAll(() => buckets?.stop());

/** A grant that was opened with its archive in S3, and the same world seen by a new run each time. */
async function openedInS3(options: BucketOptions) {
  const played = await scene([alba]);
  const { world, clock, aws } = played;
  const writer = {
    actor: world.actor,
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 0 },
    toolVersion: 'test',
    now: () => clock.now(),
    wait: (milliseconds: number) => clock.wait(milliseconds),
    random: world.random,
  } as const;
  const beginning = {
    log: 'e'.repeat(32),
    target: world.target,
    account: '111122223333',
    region: 'eu-central-1',
    state: { kind: 'local' },
    archive: { kind: 's3', retentionDays: 400 },
    endpoint: 'http://127.0.0.1:1',
    commit: await world.repository.head(),
    files: {},
  } as const;
  const run = async () => {
    const store = s3Store(options);
    const archive = await openArchive(store, writer, { target: world.target });
    if (!archive.ok) throw new Error('not opened');
    return { world: { ...world, store }, archive: archive.value };
  };
  await createArchive(s3Store(options), writer, beginning);
  const first = await run();
  const report = await apply(first.world, first.archive, await world.cloud.caller());
  expect(report.problems).toEqual([]);
  return { aws, clock, run };
}

// Before the look, in it, between cut and record, in the record, in the removal, in the receipt.
test.each([0, 2, 5, 6, 8, 10, 13, 17, 22, 28])('from request %i of the sweep on', async (last) => {
  let left = Number.POSITIVE_INFINITY;
  const proxy = await startProxy(buckets.moto.endpoint, () => {
    left -= 1;
    return left < 0 ? 'request lost' : undefined;
  });
  const options = await buckets.make(proxy.endpoint);
  const { aws, clock, run } = await openedInS3(options);
  clock.set('2026-11-22T04:45:00Z');
  const broken = await run();
  left = last;
  const report = await sweep(broken.world, broken.archive, nothingWithdrawn).catch(() => undefined);
  expect(left).toBeLessThan(0);
  expect(aws.roles.get(alba)?.boundary).toBe(awsDenyAll);
  expect(report?.conclusions.map(({ grant }) => grant) ?? [alba]).toContain(alba);

  left = Number.POSITIVE_INFINITY;
  const mended = await run();
  await sweep(mended.world, mended.archive, nothingWithdrawn);
  clock.set(new Date(plus(at('2026-11-22T04:45:00Z'), 2 * 3_600_000)).toISOString().replace('.000', ''));
  const later = await run();
  await sweep(later.world, later.archive, nothingWithdrawn);
  await proxy.stop();

  expect([aws.roles.size, aws.openings.size, aws.schedules.size]).toEqual([0, 0, 0]);
  const store = s3Store({ ...options, endpoint: buckets.moto.endpoint });
  const { problems } = await verifyArchive(store);
  // A log of Terraform whose record could not be written is left behind, and written anew.
  expect(problems.filter(({ code }) => code !== 'BG0821')).toEqual([]);
  for (const { message } of problems) expect(message).toMatch(/^blob\//);
  const story = await showStory(store, alba);
  expect(story?.faults).toEqual([]);
  const kinds = story?.entries.map(({ entry }) => entry.kind) ?? [];
  expect(kinds.slice(0, 3)).toEqual(['requested', 'opening', 'applied']);
  for (const kind of ['cut', 'closed', 'removed']) expect(kinds).toContain(kind);
});
