/** What happened to one grant, in the order in which apply and sweep write it; its records with it. */
import { join } from 'node:path';
import { keyOf } from '../../src/archive/keys.ts';
import { ownKey } from '../../src/archive/named.ts';
import type {
  BlobReference,
  Ending,
  EndingKind,
  EntryKind,
  RecordReference,
  Sha256,
  Warrant,
} from '../../src/archive/records.ts';
import { recordBytes } from '../../src/archive/schemas.ts';
import { sha256 } from '../../src/grant/canonical.ts';
import { checkFiles } from '../../src/grant/check.ts';
import { formatInstant, hour, type Instant, plus } from '../../src/grant/lifetime.ts';
import type { Json } from '../../src/grant/resources.ts';
import { readWorkTree } from '../../src/outside/files.ts';
import { openingOf, warrantOf } from '../../src/steps/apply/opening.ts';
import { root } from './measure.ts';

export type Chapter = {
  readonly kind: EntryKind;
  readonly grant: string | null;
  readonly records?: readonly RecordReference[];
  readonly body?: { readonly [key: string]: Json };
  readonly blobs?: readonly BlobReference[];
};

export type Context = {
  readonly log: string;
  readonly target: string;
  readonly commit: string;
  put(key: string, bytes: Uint8Array): RecordReference;
};

/** Ten entries for a finished grant, three for a live one. The story begins at the instant it is asked for. */
export function storyOf(
  id: string,
  fate: 'finished' | 'live',
  context: Context,
): (now: Instant) => Iterator<Chapter> {
  return function* told(now) {
    const plan = blob(context, 'plan.txt', `plan of ${id}: one role, one opening, one schedule to add\n`);
    const blobs = [plan];
    yield { kind: 'requested', grant: id, body: { incident: 'INC-4411', reason: 'Checkout is slow.' } };
    const warrant = recordBytes('warrant', warrantFor(id, now, { ...context, planDigest: plan.sha256 }));
    const key = keyOf({ kind: 'warrant', grant: id, n: 0 });
    yield { kind: 'opening', grant: id, records: [context.put(key, warrant)], blobs };
    yield { kind: 'applied', grant: id, body: { roles: 1, openings: 1 } };
    if (fate === 'live') return;
    for (const kind of ['approved', 'approved', 'connected'] as const) yield { kind, grant: id };
    for (const [n, kind] of (['cut', 'closed', 'removed'] as const).entries()) {
      yield { kind, grant: id, records: [ending(context, { id, n, kind, now })] };
    }
    yield { kind: 'reviewed', grant: id };
  };
}

function blob({ put }: Context, name: string, text: string): BlobReference {
  const bytes = Buffer.from(text);
  const digest = sha256(bytes);
  put(`blob/sha256/${digest.slice('sha256:'.length)}`, bytes);
  return { name, sha256: digest, size: bytes.length, mediaType: 'text/plain', redactions: 0 };
}

function ending(
  { log, target, put }: Context,
  { id, n, kind, now }: { id: string; n: number; kind: EndingKind; now: Instant },
): RecordReference {
  const record: Ending = {
    ...{ v: 'breakglass/ending/1', log, target, grant: id, n, kind },
    why: 'its end has passed',
    by: { kind: 'ci', id: 'arn:aws:sts::111122223333:assumed-role/sweep/run-78' },
    at: formatInstant(plus(now, hour)),
    evidence: {
      layers: ['role', 'opening', 'login'].map((layer) => ({
        layer,
        state: 'closed',
        at: formatInstant(now),
      })),
    },
  };
  return put(ownKey(record), recordBytes('ending', record));
}

type Run = Pick<Warrant, 'log' | 'commit'> & { readonly planDigest: Sha256 };

/** As apply would have written it, for the grant of the example, under another id. */
function warrantFor(id: string, now: Instant, { log, commit, planDigest }: Run): Warrant {
  example ??= exampleGrant();
  const opening = openingOf(example, now, () => new Uint8Array(10));
  const warrant = warrantOf(opening, { log, n: 0, commit, planDigest, now });
  const text = JSON.stringify(warrant).replaceAll(example.id, id);
  const end = formatInstant(plus(now, hour));
  return { ...(JSON.parse(text) as Warrant), end };
}

type Grant = Parameters<typeof openingOf>[0];
let example: Grant | undefined;

function exampleGrant(): Grant {
  const { grants } = checkFiles(readWorkTree(root));
  const [grant] = grants.filter(({ id }) => id.endsWith('orders-read-alba'));
  if (!grant) throw new Error(`${join(root, 'grants')} no longer holds alba's grant`);
  return grant;
}
