/**
 * Remembers what a pure function of files returned. Hundreds of runs over the same files in one
 * test would otherwise spend half their time on reading the same YAML.
 */
import type { SourceFile } from '../../src/grant/written.ts';

type OfFiles = (files: readonly SourceFile[]) => unknown;

/** For `vi.mock`: the module as it is, but with this function of it remembering. */
export async function remembering<M extends object>(original: () => Promise<M>, name: keyof M): Promise<M> {
  const real = await original();
  return { ...real, [name]: remembered(real[name] as OfFiles) };
}

/** By the files themselves: the fake repository hands out the same objects for the same commit. */
function remembered(check: OfFiles): OfFiles {
  const ids = new WeakMap<SourceFile, number>();
  const known = new Map<string, unknown>();
  let last = 0;
  const idOf = (file: SourceFile) => {
    const id = ids.get(file) ?? last + 1;
    last = Math.max(last, id);
    ids.set(file, id);
    return id;
  };
  return (files) => {
    const key = files.map(idOf).join();
    if (!known.has(key)) known.set(key, check(files));
    return known.get(key);
  };
}
