/** Objects that are written once: a record, or the content that an entry names. */
import { blobKey } from '../../archive/keys.ts';
import type { BlobReference, RecordReference } from '../../archive/records.ts';
import { redactPlan } from '../../archive/redact.ts';
import { sha256 } from '../../grant/canonical.ts';
import { redactText } from '../../grant/secrets/redact-text.ts';
import type { Store } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { NewBlob } from './archive.ts';

/** What stands under the key now: what was to be written, or something else that was there before. */
export type Written =
  | { readonly state: 'written'; readonly reference: RecordReference }
  | { readonly state: 'conflict'; readonly key: string; readonly stored: Uint8Array };

/** Equal bytes are done, whoever wrote them: a lost reply and a repeated step end here. */
export async function writeRecord(store: Store, key: string, bytes: Uint8Array): Promise<Written> {
  const reference = { key, sha256: sha256(bytes) };
  if ((await store.create(key, bytes)) === 'created') return { state: 'written', reference };
  const stored = await store.get(key);
  if (stored === undefined) throw new Outage(`${store.place}: ${key} exists, but it cannot be read`);
  if (Buffer.compare(stored, bytes) === 0) return { state: 'written', reference };
  return { state: 'conflict', key, stored };
}

/** Redacted before it is written: an archive forgets nothing. */
export async function writeBlob(store: Store, blob: NewBlob): Promise<BlobReference> {
  const { text, mediaType, redactions } = redactedBlob(blob);
  const bytes = Buffer.from(text, 'utf8');
  const digest = sha256(bytes);
  const written = await writeRecord(store, blobKey(digest), bytes);
  if (written.state === 'conflict') {
    throw new Outage(`${store.place}: ${written.key} holds other bytes than its name says`, {
      code: 'BG0810',
    });
  }
  return { name: blob.name, sha256: digest, size: bytes.length, mediaType, redactions };
}

function redactedBlob(blob: NewBlob): { text: string; mediaType: string; redactions: number } {
  if ('text' in blob) {
    return { ...redactText(blob.text.toWellFormed()), mediaType: 'text/plain' };
  }
  const { json, redactions } = redactPlan(blob.planJson);
  return { text: `${JSON.stringify(json)}\n`, mediaType: 'application/json', redactions };
}
