/** The archive of one target as the steps use it: opened, checked, and read record by record. */
import type { GrantKeys } from '../../archive/grants.ts';
import type {
  BlobReference,
  Ending,
  EndingKind,
  EntryKind,
  Genesis,
  RecordReference,
  Trusted,
  Warrant,
} from '../../archive/records.ts';
import type { Json } from '../../grant/resources.ts';

/** What the archive holds of one grant that is not finished: ascending, warrants from 0. */
export type GrantRecords = { readonly warrants: readonly Warrant[]; readonly endings: readonly Ending[] };

/** `unreadable`: grants of which some record could not be read, with the reason; or all of them. */
export type KnownRecords = {
  readonly grants: ReadonlyMap<string, GrantRecords>;
  readonly unreadable: ReadonlyMap<string, string>;
  /** Grants that are ended by their keys, whether the endings could be read or not. */
  readonly ended: ReadonlySet<string>;
  /** The keys of all grants, finished or not. */
  readonly keys: ReadonlyMap<string, GrantKeys>;
  /** Set when the archive as a whole could not be read. */
  readonly outage: string | undefined;
};

/** A text or JSON to keep beside an entry; redacted before it is written. */
export type NewBlob =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly planJson: unknown };

export type NewEnding = {
  readonly grant: string;
  readonly kind: EndingKind;
  readonly why: string;
  readonly evidence: Json;
  readonly blobs?: readonly BlobReference[];
};

export type NewEntry = {
  readonly kind: EntryKind;
  readonly grant: string | null;
  readonly records?: readonly RecordReference[];
  readonly body?: { readonly [key: string]: Json };
  readonly blobs?: readonly BlobReference[];
};

export type Archive = {
  readonly genesis: Genesis;
  /** Records of every grant that is not finished. */
  unfinished(): Promise<KnownRecords>;
  /** Records of one grant, read anew, finished or not. */
  of(grant: string): Promise<GrantRecords>;
  /** The grants among these warrants, one of each, whose run said that all of it stands. */
  applied(warrants: readonly Warrant[]): Promise<ReadonlySet<string>>;
  lastTrusted(): Promise<Trusted | undefined>;
  trust(commit: string, files: Readonly<Record<string, string>>): Promise<Trusted>;
  keep(blobs: readonly NewBlob[]): Promise<BlobReference[]>;
  writeWarrant(warrant: Warrant, blobs: readonly BlobReference[]): Promise<void>;
  writeEnding(ending: NewEnding): Promise<Ending>;
  /** The ending that takes this warrant and leaves its grant to be opened anew. */
  abandon(warrant: Warrant, says: Pick<NewEnding, 'why' | 'evidence'>): Promise<void>;
  log(entry: NewEntry): Promise<void>;
  /** Records that a crash kept out of the log get their entry now; throws where that cannot be. `known`: what was read just now. */
  logMissing(known?: KnownRecords): Promise<void>;
};
