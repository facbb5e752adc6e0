/** Lock files that were fetched from another account or region than their target's. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { LockFile } from '../files.generated.ts';
import { judgedEach } from '../holes.ts';
import type { WrittenFile } from '../written.ts';
import type { Estate } from './estate.ts';

type Targets = Pick<Estate, 'targets'>;

/** What such a file says is of somebody else's databases. A target that the estate does not know has no account to compare. */
export function isForeign(lock: WrittenFile<LockFile>, estate: Targets): boolean {
  return foreignPart(lock, estate) !== undefined;
}

/** One problem for each such file, however many grants lean on it. */
export function foreignLocks(estate: Targets & Pick<Estate, 'locks'>): Problem[] {
  return judgedEach(
    () => [...new Set(estate.locks.values())],
    (lock) => {
      const part = foreignPart(lock, estate);
      if (part === undefined) return [];
      const { target } = lock.value;
      return [
        errorAt(lock.place([part]), {
          code: 'BG0211',
          message: `the lock file is of ${part} ${lock.value[part]}`,
          label: `\`${target}\` is ${estate.targets.get(target)?.value[part]} in the estate`,
          hint: `run \`breakglass estate lock --target ${target}\``,
        }),
      ];
    },
  );
}

function foreignPart(
  { value }: WrittenFile<LockFile>,
  { targets }: Targets,
): 'account' | 'region' | undefined {
  const target = targets.get(value.target)?.value;
  return target && (['account', 'region'] as const).find((part) => value[part] !== target[part]);
}
