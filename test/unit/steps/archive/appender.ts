/**
 * One of the processes of writers.ts: opens the archive in the folder of its first argument, or in
 * the bucket that it describes as JSON, and appends as many entries as its third says, under the name of its second.
 */
import { randomBytes } from 'node:crypto';
import type { BucketOptions } from '../../../../src/outside/aws/s3-bucket.ts';
import { s3Store } from '../../../../src/outside/aws/s3-store.ts';
import { machineClock } from '../../../../src/outside/clock.ts';
import { directoryStore } from '../../../../src/outside/directory-store.ts';
import { openArchive } from '../../../../src/steps/archive/open-archive.ts';

const [place = '', name = '', count = '0'] = process.argv.slice(2);
const opened = await openArchive(
  place.startsWith('{') ? s3Store(JSON.parse(place) as BucketOptions) : directoryStore(place),
  {
    actor: { kind: 'human', id: name },
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 500 },
    toolVersion: '0.1.0',
    now: () => machineClock.now(),
    wait: (milliseconds) => machineClock.wait(milliseconds),
    random: (bytes) => randomBytes(bytes),
  },
  { target: 'prod-eu' },
);
if (!opened.ok) throw new Error(opened.problems[0]?.message);
const today = new Date(machineClock.now()).toISOString().slice(0, 10);
const grants = [`${today}-${name}`, `${today}-shared`];
for (let n = 0; n < Number(count); n += 1) {
  const grant = grants[n % 2] ?? null;
  await opened.value.log({ kind: 'drill', grant, body: { n } });
}
// One ending of the shared grant each: eight runs that cut the same grant at the same time.
await opened.value.writeEnding({
  grant: `${today}-shared`,
  kind: 'residual',
  why: `seen by ${name}`,
  evidence: { by: name },
});
