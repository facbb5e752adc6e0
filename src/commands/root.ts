/** Where a command works: the repository, or, to end what stands, any folder that holds `.breakglass/`. */
import { dirname, resolve } from 'node:path';
import { findRoot } from '../outside/files.ts';
import { holdsTargets } from '../outside/local-folder.ts';

/** The nearest folder upwards with `.breakglass/`; without one the repository, which may be broken otherwise. */
export function endingRoot(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (holdsTargets(at)) return at;
    if (at === dirname(at)) return findRoot(folder);
  }
}
