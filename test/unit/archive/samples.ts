/** Records, writers and stores for the tests of the archive. */
import type { Warrant } from '../../../src/archive/records.ts';
import { canonical, sha256 } from '../../../src/grant/canonical.ts';
import { at, formatInstant, hour, type Instant, plus } from '../../../src/grant/lifetime.ts';
import type { Store } from '../../../src/ports.ts';
import type { Archive } from '../../../src/steps/archive/archive.ts';
import { createArchive } from '../../../src/steps/archive/create-archive.ts';
import type { Writer } from '../../../src/steps/archive/writer.ts';

const log = '6f1d2c9e-0f0b-4a53-9e0c-1d7f5a2b8c44';
export const target = 'prod-eu';
export const commit = '9c1f0e2b7a4d5566778899aabbccddeeff001122';
export const alba = '2026-11-22-orders-read-alba';
export const chidi = '2026-11-22-orders-unblock-chidi';

/** What the sample warrants were reviewed as; kept by the tests that verify. */
export const plan = { name: 'plan.txt', text: 'one role to add' };

export const beginning = {
  log,
  target,
  account: '111122223333',
  region: 'eu-central-1',
  state: { kind: 'local' },
  archive: { kind: 'directory' },
  endpoint: 'http://127.0.0.1:5000',
  commit,
  files: { 'estate/quillmark.yaml': sha256('estate') },
} as const;

/** A writer whose clock goes on by a second with every look, and who waits by moving it. */
export function writer(from = '2026-11-22T02:40:00Z'): Writer {
  let now = at(from);
  let drawn = 0;
  return {
    actor: { kind: 'ci', id: 'arn:aws:sts::111122223333:assumed-role/apply/run-77' },
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 500 },
    toolVersion: '0.1.0',
    now: () => {
      now = plus(now, 1000);
      return now;
    },
    wait: async (milliseconds) => {
      now = plus(now, milliseconds);
    },
    random: (count) => {
      drawn += 37;
      return Uint8Array.from({ length: count }, (_, index) => (drawn + index) % 256);
    },
  };
}

/** A store in memory; `objects` is open to tamperers. */
export function memoryStore(objects = new Map<string, Uint8Array>()): Store & {
  readonly objects: Map<string, Uint8Array>;
} {
  return {
    objects,
    place: 'memory',
    create: async (key, bytes) => {
      if (objects.has(key)) return 'exists';
      objects.set(key, Buffer.from(bytes));
      return 'created';
    },
    get: async (key) => objects.get(key),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}

export function warrant(grant = alba, n = 0, activation: Instant = at('2026-11-22T02:44:00Z')): Warrant {
  const meaning = { v: 'breakglass/meaning/1', grant };
  return {
    v: 'breakglass/warrant/1',
    log,
    target,
    grant,
    n,
    meaning,
    meaningDigest: sha256(canonical(meaning)),
    activation: formatInstant(activation),
    end: formatInstant(plus(activation, (n + 1) * hour)),
    logins: [{ database: 'orders-prod', login: 'bg_k3xw7qpa2m' }],
    resources: [
      {
        type: 'aws_iam_role',
        name: `grant-${grant}-role`,
        dependsOn: [`aws_scheduler_schedule.grant-${grant}-schedule-0`],
        values: { max_session_duration: 3600, name: grant },
      },
    ],
    approvals: 'not proven',
    commit,
    file: sha256('file'),
    planDigest: sha256(plan.text),
    applyBy: formatInstant(plus(activation, hour / 6)),
    at: formatInstant(activation),
  };
}

/** A new archive; fails the test when it cannot be made. */
export async function newArchive(store: Store, by: Writer = writer()): Promise<Archive> {
  const created = await createArchive(store, by, beginning);
  if (!created.ok) throw new Error(created.problems[0]?.message);
  return created.value;
}

/** The whole life of a grant, as apply and sweep write it. */
export async function liveAndDie(archive: Archive, grant = alba): Promise<void> {
  const blobs = await archive.keep([
    { name: 'plan.txt', text: `plan of ${grant}\n` },
    { name: 'plan.json', planJson: { format_version: '1.2', grant } },
  ]);
  const [, reviewed] = blobs;
  if (reviewed === undefined) throw new Error('no plan was kept');
  await archive.log({ kind: 'requested', grant, body: { incident: 'INC-4411' } });
  await archive.writeWarrant({ ...warrant(grant), planDigest: reviewed.sha256 }, blobs);
  await archive.log({ kind: 'applied', grant });
  await archive.writeEnding({ grant, kind: 'cut', why: 'its end has passed', evidence: { role: 'denied' } });
  await archive.writeEnding({ grant, kind: 'closed', why: 'its end has passed', evidence: { layers: [] } });
  await archive.writeEnding({
    grant,
    kind: 'removed',
    why: 'its end has passed',
    evidence: { addresses: [] },
  });
}
