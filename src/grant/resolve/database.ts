/** One database at one level. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { DatabaseEntry, LockedDatabase, LockFile } from '../files.generated.ts';
import type { DatabaseAccess } from '../grant.ts';
import type { WrittenFile } from '../written.ts';
import type { AccessContext } from './access.ts';
import type { Entry } from './estate.ts';
import { lookUp } from './look-up.ts';

/** A login may hold this many connections where the estate does not say. */
const usualConnections = 5;

export function resolveDatabase(context: AccessContext): DatabaseAccess | undefined {
  const { written, entry, index, estate, problems } = context;
  const name = entry.database ?? '';
  const place = written.place(['access', index, 'database']);
  const incomplete = estate.incomplete.has('Estate');
  const found = lookUp(
    estate.databases,
    { name, place, code: 'BG0204', noun: 'database', incomplete },
    problems,
  );
  if (!found) return undefined;
  const level = resolveLevel(context, name, found.value);
  if (found.value.target !== written.value.target) {
    problems.push(...elsewhere(context, name, found.value.target));
    return undefined;
  }
  const locked = context.lock && lockedDatabase(context, context.lock, found);
  if (!level || !locked) return undefined;
  return {
    kind: 'database',
    database: name,
    engine: found.value.engine,
    resourceId: locked.resourceId,
    port: locked.port,
    securityGroup: locked.securityGroup,
    level: level.name,
    roles: level.roles,
    says: level.says,
    maxConnections: found.value.maxConnections ?? usualConnections,
  };
}

function resolveLevel(
  { written, entry, index, problems }: AccessContext,
  name: string,
  database: DatabaseEntry,
) {
  const levels = new Map(
    Object.entries(database.levels).map(([level, value]) => [level, { name: level, ...value }]),
  );
  const place = written.place(['access', index, 'level']);
  const wanted = {
    name: entry.level ?? '',
    place,
    code: 'BG0205',
    noun: 'level',
    of: `database \`${name}\``,
    incomplete: false,
  } as const;
  return lookUp(levels, wanted, problems);
}

/** Nothing where one of the two targets is not in the estate: that is reported at its own place. */
export function elsewhere(
  { written, index, estate }: AccessContext,
  name: string,
  target: string,
): Problem[] {
  if (![target, written.value.target].every((one) => estate.targets.has(one))) return [];
  return [
    errorAt(written.place(['access', index]), {
      code: 'BG0212',
      message: `\`${name}\` is in target \`${target}\`, not in \`${written.value.target}\``,
      label: 'another target',
      hint: 'make one grant per target',
    }),
  ];
}

/** What makes the entry of the estate another database than the one that was locked. */
const marks = ['cluster', 'instance', 'securityGroup'] as const;

/** What the lock file has under this name, if it is still of the same thing. */
function lockedDatabase(
  context: AccessContext,
  lock: WrittenFile<LockFile>,
  { name, value }: Entry<DatabaseEntry>,
): LockedDatabase | undefined {
  const locked = lock.value.databases[name];
  const changed = locked && marks.find((mark) => locked[mark] !== value[mark]);
  if (locked && changed === undefined) return locked;
  context.problems.push(stale(context, lock, { name, part: 'database', changed }));
  return undefined;
}

/** `changed` is what the lock file has otherwise; undefined when it has nothing of that name. */
export function stale(
  { written, index }: AccessContext,
  lock: WrittenFile<LockFile>,
  {
    name,
    part,
    changed,
  }: { readonly name: string; readonly part: 'database' | 'table'; readonly changed: string | undefined },
): Problem {
  return errorAt(written.place(['access', index, part]), {
    code: 'BG0211',
    message: `\`${name}\` is not ${changed === undefined ? 'in' : 'the one that is in'} ${lock.file}`,
    label: changed === undefined ? 'not locked' : `locked with another \`${changed}\``,
    hint: `run \`breakglass estate lock --target ${written.value.target}\``,
  });
}
