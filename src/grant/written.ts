/**
 * Files as their authors wrote them: parsed and of the right shape, with the place of every value.
 * Nothing is looked up yet. No file access here: bytes come in, values go out.
 */
import type { Place } from '../problem/problem.ts';
import type { EstateFile, GrantFile, LockFile, PlaybookFile } from './files.generated.ts';

/** One file of one git commit (or of the disk): `mode` as git has it. */
export type SourceFile = {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  readonly mode: 'file' | 'executable' | 'link' | 'submodule' | 'folder' | 'device';
  readonly bytes: Uint8Array;
};

/** Keys and indexes from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A file that passed its schema. */
export type WrittenFile<T> = {
  readonly file: string;
  /** `sha256:<hex>` of the bytes that were read. */
  readonly digest: string;
  readonly value: T;
  /** Where the value at `path` stands; with `'key'` where its key stands. The nearest parent when there is none. */
  place(path: Path, part?: 'key' | 'value'): Place;
};

export type FileKind = 'Grant' | 'Playbook' | 'Estate' | 'Lock';

/** A file that must not be used, only judged: for its other problems, and for what others say of it. */
export type BrokenFile = {
  readonly file: string;
  readonly kind: FileKind;
  /** What can be read of it; the rest are holes, maybe all. */
  readonly rest: WrittenFile<unknown>;
  /** It may hold names that nobody has read: then no name is reported as unknown. */
  readonly incomplete: boolean;
};

export type Written = {
  readonly grants: readonly WrittenFile<GrantFile>[];
  readonly playbooks: readonly WrittenFile<PlaybookFile>[];
  readonly estates: readonly WrittenFile<EstateFile>[];
  readonly locks: readonly WrittenFile<LockFile>[];
  readonly broken: readonly BrokenFile[];
  /** The paths of the files below `docs/`: runbooks are looked for among them. */
  readonly pages: ReadonlySet<string>;
};
