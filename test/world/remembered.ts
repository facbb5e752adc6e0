/**
 * Remembers what a pure function of files returned. Hundreds of runs over the same files in one
 * test would otherwise spend their time on reading the same YAML.
 */
import type { SourceFile } from '../../src/grant/written.ts';

export function remembered<T>(
  check: (files: readonly SourceFile[]) => T,
): (files: readonly SourceFile[]) => T {
  const ids = new WeakMap<SourceFile, number>();
  const known = new Map<string, T>();
  let next = 0;
  return (files) => {
    for (const file of files) {
      if (!ids.has(file)) {
        next += 1;
        ids.set(file, next);
      }
    }
    const key = files.map((file) => ids.get(file)).join();
    const value = known.get(key) ?? check(files);
    known.set(key, value);
    return value;
  };
}
