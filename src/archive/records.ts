/**
 * The records of an archive. Warrants and endings decide, the log proves. Every record is
 * canonical JSON, written once and never deleted; instants are text, as they stand in the files.
 */
import type { Json, Resource } from '../grant/resources.ts';

export type Sha256 = `sha256:${string}`;

/** Who did it. `id` is a person, a pipeline run or an AWS ARN; never an e-mail address. */
export type Actor = {
  readonly kind: 'human' | 'ci' | 'function' | 'scheduler';
  readonly id: string;
  readonly run?: string;
  readonly commit?: string;
};

/** `genesis.json`: what the archive belongs to. Ending a grant needs nothing else of the repository. */
export type Genesis = {
  readonly v: 'breakglass/genesis/1';
  /** Log id, drawn at random; every entry repeats it, so that archives cannot be spliced. */
  readonly log: string;
  readonly target: string;
  readonly account: string;
  readonly region: string;
  readonly state: { readonly kind: 'local' } | { readonly kind: 's3' };
  /** In S3 every object is locked for so many days from its writing. */
  readonly archive: { readonly kind: 'directory' } | { readonly kind: 's3'; readonly retentionDays: number };
  /** Endpoint of a local AWS; null for AWS itself. */
  readonly endpoint: string | null;
  readonly at: string;
};

/** `trusted/<n>.json`: the last commit whose estate, playbooks and lock file were relied on. */
export type Trusted = {
  readonly v: 'breakglass/trusted/1';
  readonly log: string;
  readonly n: number;
  readonly commit: string;
  /** Digest of each file, by path. */
  readonly files: { readonly [path: string]: string };
  /** How the step from the record before was proven; `none` where approvals are not proven. */
  readonly proof: 'first' | 'none';
  readonly at: string;
};

/** `warrants/<grant>/<n>.json`: 0 opens the grant, a further one moves its end. Written by `apply` only. */
export type Warrant = {
  readonly v: 'breakglass/warrant/1';
  readonly log: string;
  readonly target: string;
  readonly grant: string;
  readonly n: number;
  /** The grant with every name looked up; what people approve. */
  readonly meaning: Json;
  readonly meaningDigest: Sha256;
  readonly activation: string;
  readonly end: string;
  readonly logins: readonly { readonly database: string; readonly login: string }[];
  readonly resources: readonly Resource[];
  /** `not proven` until approvals are part of the product. */
  readonly approvals: 'not proven';
  readonly commit: string;
  /** Digest of the grant file's bytes. */
  readonly file: Sha256;
  /** Digest of the archived plan JSON that was reviewed. */
  readonly planDigest: Sha256;
  /** No run may begin to apply this plan after this instant. */
  readonly applyBy: string;
  readonly at: string;
};

export type EndingKind = 'revoked' | 'cut' | 'abandoned' | 'removed' | 'closed' | 'residual';

/** `endings/<grant>/<n>-<kind>.json`: takes. Any of our roles may write one; it always wins over a warrant. */
export type Ending = {
  readonly v: 'breakglass/ending/1';
  readonly log: string;
  readonly target: string;
  readonly grant: string;
  readonly n: number;
  readonly kind: EndingKind;
  readonly why: string;
  readonly by: Actor;
  readonly at: string;
  /** What was seen, by layer; for `removed` the addresses that are gone; for `closed` the receipt. */
  readonly evidence: Json;
};

export type EntryKind =
  | 'genesis'
  | 'trusted'
  | 'requested'
  | 'approved'
  | 'refused'
  | 'opening'
  | 'applied'
  | 'reopened'
  | 'abandoned'
  | 'connected'
  | 'extended'
  | 'revoked'
  | 'cut'
  | 'removed'
  | 'probed'
  | 'closed'
  | 'residual'
  | 'collected'
  | 'reviewed'
  | 'unlocked'
  | 'drill';

/** A blob that an entry names: content at `blob/sha256/<hex>`. */
export type BlobReference = {
  readonly name: string;
  readonly sha256: Sha256;
  readonly size: number;
  readonly mediaType: string;
  /** How many secrets were taken out before it was written. */
  readonly redactions: number;
};

/** Another object of the archive that an entry names. */
export type RecordReference = { readonly key: string; readonly sha256: Sha256 };

/** `log/<12 digits>.json`. `prev` is the digest of the exact bytes before; null only at 0. */
export type Entry = {
  readonly v: 'breakglass/entry/1';
  readonly log: string;
  readonly seq: number;
  readonly prev: Sha256 | null;
  readonly at: string;
  readonly clock: {
    readonly source: 'aws' | 'machine';
    readonly offsetMs: number;
    readonly uncertaintyMs: number;
  };
  readonly kind: EntryKind;
  /** Back pointers of the grant's story: gap-free `grantSeq` from 0, digest of the grant's entry before. */
  readonly grant: {
    readonly id: string;
    readonly target: string;
    readonly grantSeq: number;
    readonly grantPrev: Sha256 | null;
  } | null;
  readonly actor: Actor;
  readonly tool: { readonly name: 'breakglass'; readonly version: string };
  readonly records: readonly RecordReference[];
  readonly body: { readonly [key: string]: Json };
  readonly blobs: readonly BlobReference[];
};

/** What a writer knows of an entry; the log fills in number, chain and story. */
export type Draft = Omit<Entry, 'v' | 'log' | 'seq' | 'prev' | 'grant'> & { readonly grant: string | null };
