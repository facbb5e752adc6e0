/** An estate out of plain values, for tests of what works on estates; every place is the first line of its file. */
import type { EstateFile, LockFile } from '../src/grant/files.generated.ts';
import { type Estate, mergeEstate } from '../src/grant/resolve/estate.ts';
import type { Path, WrittenFile } from '../src/grant/written.ts';

export function estateOf(file: Omit<EstateFile, 'apiVersion' | 'kind'>, lock?: LockFile): Estate {
  const estate: EstateFile = { apiVersion: 'breakglass/v1', kind: 'Estate', ...file };
  const { estate: merged } = mergeEstate({
    grants: [],
    playbooks: [],
    estates: [written('estate/all.yaml', estate)],
    locks: lock === undefined ? [] : [written(`estate/${lock.target}.lock.json`, lock)],
    broken: [],
    pages: new Set(),
  });
  return merged;
}

/** `excerpt` is the path of the value, so that a test sees what a problem points at. */
export function written<T>(file: string, value: T): WrittenFile<T> {
  const place = (path: Path) => ({ file, line: 1, column: 1, length: 1, excerpt: path.join('.') });
  return { file, digest: `sha256:${'0'.repeat(64)}`, value, place };
}
