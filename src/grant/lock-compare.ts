/** Is AWS still as the lock file says? Every difference by itself, with what was and what is. */
import type { Place, Problem } from '../problem/problem.ts';
import type { LockFile } from './files.generated.ts';
import type { Path } from './written.ts';

type Difference = { readonly path: Path; readonly was: unknown; readonly is: unknown };

/**
 * Names each difference. What this survey could not see (`unknown`) is no difference, and neither
 * is a level that came or went: levels are the estate's, their digests another survey's.
 * `place` finds a value in the lock file as it was written.
 */
export function compareLock(locked: LockFile, found: LockFile, place?: (path: Path) => Place): Problem[] {
  return differences(locked, found, []).map((difference) => problemOf(difference, locked.target, place));
}

function differences(was: unknown, is: unknown, path: Path): Difference[] {
  if (isOpen(path) && (was === undefined || is === undefined || is === 'unknown')) return [];
  if (!isObject(was) || !isObject(is)) return same(was, is) ? [] : [{ path, was, is }];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return names.flatMap((name) => differences(was[name], is[name], [...path, name]));
}

/** Values that this survey does not look at. */
function isOpen(path: Path): boolean {
  const [section, , field] = path;
  const isLevel = section === 'databases' && field === 'levels' && path.length === 4;
  return isLevel || (section === 'tables' && field === 'itemCallsLogged' && path.length === 3);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problemOf({ path, was, is }: Difference, target: string, place?: (path: Path) => Place): Problem {
  return {
    code: 'BG0257',
    severity: 'error',
    message: `${path.join('.')}: ${locked(was)}, ${inAws(is)}`,
    ...(place === undefined ? {} : { place: place(path), label: 'locked' }),
    hint: `find out why, then run \`breakglass estate lock --target ${target}\` and have the change reviewed`,
  };
}

function locked(value: unknown): string {
  return value === undefined ? 'not in the lock file' : `locked as ${shown(value)}`;
}

function inAws(value: unknown): string {
  if (value === undefined) return 'and not there now';
  return isObject(value) ? 'but there now' : `is ${shown(value)} now`;
}

/** A whole database or table is named by its path; its content would only hide what happened. */
function shown(value: unknown): string {
  return isObject(value) ? 'there' : JSON.stringify(value);
}
