/** What the views are shown: the examples of the repository, their life in a fake world, and names that lie. */
import { join } from 'node:path';
import pc from 'picocolors';
import type { Ending, Warrant } from '../../../src/archive/records.ts';
import { canonicalBytes, sha256 } from '../../../src/grant/canonical.ts';
import { checkFiles } from '../../../src/grant/check.ts';
import type { Grant } from '../../../src/grant/grant.ts';
import { at, formatInstant, hour, type Instant, minute, plus } from '../../../src/grant/lifetime.ts';
import { readWorkTree } from '../../../src/outside/files.ts';
import type { Story } from '../../../src/steps/archive/show-story.ts';
import type { Live } from '../../../src/steps/sweep/decide.ts';
import type { SweepReport } from '../../../src/steps/sweep/sweep.ts';
import type { Status } from '../../../src/view/status.ts';

const now = at('2026-11-22T03:20:00Z');
export const colours = pc.createColors(false);
const root = join(import.meta.dirname, '..', '..', '..');
export const checked = checkFiles(readWorkTree(root));
export const style = { now, target: 'prod-eu', colours, width: undefined, estate: checked.estate };

/** Clears the line, turns the reading direction, hides, and begins a line of its own. */
export const hostile = 'al\u001b[2Kba\u202e\u200b\u0085\nlive: \u009b31mnobody\u{e0041}';

export function grants(): Grant[] {
  return [...checked.sound];
}

export function hostileGrant(): Grant {
  const [grant] = grants();
  if (!grant) throw new Error('the examples have no sound grant');
  const access = grant.access.map((one) => (one.kind === 'database' ? { ...one, says: hostile } : one));
  const person = { ...grant.person, name: hostile };
  return { ...grant, person, access, reason: hostile, incident: hostile };
}

export const status: Status = {
  targets: [
    {
      target: 'prod-eu',
      live: [
        { grant: '2026-11-22-orders-read-alba', end: plus(now, 57 * minute), warrant: undefined },
        armed('2026-11-22-orders-read-chidi', plus(now, -2 * minute)),
        armed('2026-11-22-orders-read-dora', plus(now, -20 * minute)),
      ],
      over: [
        { grant: '2026-11-21-orders-unblock-mei', why: 'its time is up', last: 'residual' },
        { grant: '2026-11-22-carts-item-lena', why: 'its file was deleted', last: 'closed' },
      ],
      unreadable: ['2026-11-20-orders-read-bo: warrants/2026-11-20-orders-read-bo/0.json: not JSON'],
    },
    { target: 'staging-eu', live: [], over: [], unreadable: [] },
  ],
  waiting: [
    {
      grant: '2026-11-22-orders-read-bo',
      target: 'prod-eu',
      person: 'Bo Lindqvist',
      timeZone: 'Europe/Stockholm',
      notAfter: plus(now, 22 * hour),
    },
    {
      grant: '2026-11-22-orders-read-mei',
      target: 'prod-eu',
      person: 'Mei Tanaka',
      timeZone: undefined,
      notAfter: plus(now, 2 * hour),
      again: true,
    },
  ],
  broken: [],
};

/** Of a run that has not finished. */
function armed(grant: string, when: Instant): Live {
  const [at, applyBy] = [formatInstant(when), formatInstant(plus(when, 10 * minute))];
  // Of its warrant a status says these two only.
  const warrant = { at, applyBy } as Warrant;
  return { grant, end: plus(when, hour), armed: true, warrant };
}

export const hostileStatus: Status = {
  targets: [
    {
      target: hostile,
      live: [{ grant: hostile, end: now, warrant: undefined }],
      over: [
        { grant: hostile, why: hostile, last: 'residual' },
        { grant: hostile, why: hostile, last: 'closed' },
      ],
      unreadable: [hostile],
    },
  ],
  waiting: [{ grant: hostile, target: hostile, person: hostile, timeZone: 'Europe/Berlin', notAfter: now }],
  broken: [hostile],
};

export const hostileSweep: SweepReport = {
  warning: hostile,
  standing: {
    roles: { complete: true, items: [] },
    openings: { complete: true, items: [] },
    schedules: { complete: true, items: [] },
  },
  live: [{ grant: hostile, end: now, warrant: undefined }],
  conclusions: [
    {
      state: 'closed',
      grant: hostile,
      why: hostile,
      receipt: {
        grant: hostile,
        why: hostile,
        since: '2026-11-22T03:10:00.000Z',
        provenAt: '2026-11-22T03:10:02.000Z',
        layers: [
          {
            layer: 'role',
            name: hostile,
            proven: true,
            says: hostile,
            ended: { by: hostile, at: '2026-11-22T03:10:01.000Z', lateMs: 1000 },
          },
        ],
      },
    },
    { state: 'settling', grant: hostile, why: hostile, until: '2026-11-22T03:30:00Z' },
    { state: 'residual', grant: hostile, why: hostile, open: [hostile] },
    { state: 'removed', grant: hostile, why: hostile },
    { state: 'leftover', grant: hostile, why: hostile, left: [hostile] },
  ],
  strays: 2,
  unread: [],
  problems: [],
};

const bytes = Buffer.from('Plan: 4 to add\n\u001b[31mred\u001b[0m\r\noverwritten\n');

/** A log line that a provider has coloured, and a reason that lies. */
export const story: Story = {
  grant: '2026-11-22-orders-read-alba',
  entries: [
    {
      sha256: sha256('entry'),
      entry: {
        v: 'breakglass/entry/1',
        log: 'f'.repeat(32),
        seq: 7,
        prev: sha256('before'),
        at: '2026-11-22T03:10:04.000Z',
        clock: { source: 'aws', offsetMs: 0, uncertaintyMs: 1000 },
        kind: 'requested',
        grant: { id: '2026-11-22-orders-read-alba', target: 'prod-eu', grantSeq: 0, grantPrev: null },
        actor: { kind: 'human', id: hostile },
        tool: { name: 'breakglass', version: '0.1.0' },
        records: [{ key: 'warrants/2026-11-22-orders-read-alba/0.json', sha256: sha256('record') }],
        body: { reason: hostile, count: 3, nested: { text: hostile } },
        blobs: [
          {
            name: 'plan.txt',
            sha256: sha256(bytes),
            size: bytes.length,
            mediaType: 'text/plain',
            redactions: 2,
          },
        ],
      },
    },
  ],
  contents: new Map([[sha256(bytes), bytes]]),
  faults: [],
};

/** The same story's end: how it was cut and closed, as the sweep writes it, and what another version might write. */
export function endedStory(endings: readonly Pick<Ending, 'kind' | 'why' | 'evidence'>[]): Story {
  const [model] = story.entries;
  if (model === undefined) throw new Error('the story has no entry');
  const records = endings.map(({ kind, why, evidence }, n) => {
    const by = { kind: 'ci', id: hostile } as const;
    const grant = story.grant;
    const at = '2026-11-22T04:10:02.000Z';
    const v = 'breakglass/ending/1' as const;
    const ending = { v, log: 'f'.repeat(32), target: 'prod-eu', grant, n, kind, why, by, at, evidence };
    const bytes = canonicalBytes(ending);
    return { kind, key: `endings/${grant}/${n}-${kind}.json`, sha256: sha256(bytes), bytes };
  });
  const entries = records.map(({ kind, key, sha256 }) => ({
    ...model,
    entry: { ...model.entry, kind, body: {}, blobs: [], records: [{ key, sha256 }] },
  }));
  const contents = new Map(records.map(({ sha256, bytes }) => [sha256, bytes]));
  return { ...story, entries, contents };
}
