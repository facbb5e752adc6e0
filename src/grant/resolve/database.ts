/** One database at one level. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { DatabaseEntry, LevelEntry, LockedDatabase, LockFile, TableEntry } from '../files.generated.ts';
import type { DatabaseAccess } from '../grant.ts';
import { assembled, hole } from '../holes.ts';
import type { WrittenFile } from '../written.ts';
import type { AccessContext } from './access.ts';
import type { Entry } from './estate.ts';
import { lookUp } from './look-up.ts';

/** A login may hold this many connections where the estate does not say. */
const usualConnections = 5;

export function resolveDatabase(context: AccessContext): DatabaseAccess {
  const { written, entry, index, estate, problems } = context;
  const name = entry.database ?? '';
  const place = written.place(['access', index, 'database']);
  const incomplete = estate.incomplete.has('Estate');
  const found = lookUp(
    estate.databases,
    { name, place, code: 'BG0204', noun: 'database', incomplete },
    problems,
  );
  const own = assembled({ level: () => resolveLevel(context, name, found.value) });
  inTarget(context, found);
  const identity = assembled({ locked: () => lockedDatabase(context, found) });
  return assembled<DatabaseAccess>({
    kind: () => 'database',
    database: () => name,
    engine: () => found.value.engine,
    resourceId: () => identity.locked.resourceId,
    port: () => identity.locked.port,
    securityGroup: () => identity.locked.securityGroup,
    level: () => own.level.name,
    roles: () => own.level.value.roles,
    says: () => own.level.value.says,
    maxConnections: () => found.value.maxConnections ?? usualConnections,
  });
}

function resolveLevel(
  { written, entry, index, problems }: AccessContext,
  name: string,
  database: DatabaseEntry,
) {
  const place = written.place(['access', index, 'level']);
  const wanted = {
    name: entry.level ?? '',
    place,
    code: 'BG0205',
    noun: 'level',
    of: `database \`${name}\``,
    incomplete: false,
  } as const;
  return lookUp(levelsOf(database), wanted, problems);
}

/** By name, so that one that is a hole hides no other. */
export function levelsOf({ levels }: DatabaseEntry) {
  return new Map(
    Object.keys(levels).map((name) => [
      name,
      // Behind the key there is a level, unless it is a hole.
      assembled({ name: () => name, value: () => levels[name] as LevelEntry }),
    ]),
  );
}

/** A hole where the entry is of another target. Where one of the two is not in the estate that is reported at its own place. */
export function inTarget(
  { written, index, estate, problems }: AccessContext,
  { name, value: { target } }: Entry<DatabaseEntry | TableEntry>,
): void {
  const wanted = written.value.target;
  if (target === wanted) return;
  if ([target, wanted].every((one) => estate.targets.has(one))) {
    problems.push(
      errorAt(written.place(['access', index]), {
        code: 'BG0212',
        message: `\`${name}\` is in target \`${target}\`, not in \`${wanted}\``,
        label: 'another target',
        hint: 'make one grant per target',
      }),
    );
  }
  hole();
}

/** What makes the entry of the estate another database than the one that was locked. */
const marks = ['cluster', 'instance', 'securityGroup'] as const;

/** What the lock file has under this name, if it is still of the same thing. */
function lockedDatabase(context: AccessContext, { name, value }: Entry<DatabaseEntry>): LockedDatabase {
  const { lock } = context.identities;
  const locked = lock.value.databases[name];
  const changed = locked && marks.find((mark) => locked[mark] !== value[mark]);
  if (locked && changed === undefined) return locked;
  context.problems.push(stale(context, lock, { name, part: 'database', changed }));
  return hole();
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
