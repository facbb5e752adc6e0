/**
 * What a bucket holds, version by version. Object lock keeps every version, and keeps nobody from
 * putting another one or a delete marker on top: so the oldest version of a key is the record.
 */
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { type Page, pages } from './listing.ts';
import type { Bucket } from './s3-bucket.ts';

/** What was seen of one key. `oldest` undefined: there is nothing but delete markers. */
export type Seen = {
  oldest: { readonly version: string; readonly written: Date | undefined } | undefined;
  versions: number;
  markers: number;
};

type Item = {
  readonly key: string;
  readonly version: string | undefined;
  readonly written: Date | undefined;
};

/** All keys that begin with `prefix`; complete, or it throws. */
export async function listVersions(bucket: Bucket, prefix: string): Promise<Map<string, Seen>> {
  const found = new Map<string, Seen>();
  for await (const { key, version, written } of pages((token) => page(bucket, prefix, token))) {
    const seen = found.get(key) ?? { oldest: undefined, versions: 0, markers: 0 };
    found.set(key, seen);
    if (version === undefined) seen.markers += 1;
    else {
      // The newest version of a key is listed first, so what comes last is the oldest.
      seen.oldest = { version, written };
      seen.versions += 1;
    }
  }
  return found;
}

async function page(bucket: Bucket, Prefix: string, token: string | undefined): Promise<Page<Item>> {
  const [KeyMarker, VersionIdMarker] = token === undefined ? [] : (JSON.parse(token) as string[]);
  const markers = { KeyMarker, ...(VersionIdMarker === undefined ? {} : { VersionIdMarker }) };
  const answer = await bucket.ask('ListObjectVersions', ({ sdk, client, where, options }) => {
    // Encoded: XML has no way to write every key that somebody may have put there.
    const asked = { ...where, Prefix, EncodingType: 'url' as const, ...(token === undefined ? {} : markers) };
    return client.send(new sdk.ListObjectVersionsCommand(asked), options);
  });
  // An empty bucket has no list in its answer; what is no answer of S3 does not say its name either.
  if (answer?.Name === undefined) return { items: undefined, next: undefined };
  return { items: itemsOf(answer), next: answer.IsTruncated ? nextOf(answer) : undefined };
}

function itemsOf(answer: ListObjectVersionsCommandOutput): Item[] {
  const { Versions = [], DeleteMarkers = [] } = answer;
  const key = (item: { readonly Key?: string | undefined }) => decoded(item.Key ?? '', answer);
  return [
    // Without versioning there is one version, which S3 calls `null`.
    ...Versions.map((item) => ({
      key: key(item),
      version: item.VersionId ?? 'null',
      written: item.LastModified,
    })),
    ...DeleteMarkers.map((item) => ({ key: key(item), version: undefined, written: undefined })),
  ];
}

function nextOf(answer: ListObjectVersionsCommandOutput): string {
  const { NextKeyMarker = '', NextVersionIdMarker } = answer;
  return JSON.stringify([
    decoded(NextKeyMarker, answer),
    ...(NextVersionIdMarker === undefined ? [] : [NextVersionIdMarker]),
  ]);
}

function decoded(text: string, { EncodingType }: ListObjectVersionsCommandOutput): string {
  return EncodingType === 'url' ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
}
