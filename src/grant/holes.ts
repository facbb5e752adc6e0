/**
 * Values of which a part cannot be relied on: it could not be read, or a problem stands at it. Such a
 * part is a hole. Whoever touches a hole learns nothing from it, so a judgement that does says nothing:
 * what it would say could only be a consequence. All other judgements go on, which is how one mistake
 * hides no other and never becomes two problems.
 */
import type { Path } from './written.ts';

const untold = new Error('a hole was touched outside of a judgement');

/** In place of a value that cannot be had. */
export function hole(): never {
  throw untold;
}

/** What a judgement finds, or nothing when it rests on a hole. */
export function judged<T>(judge: () => readonly T[]): readonly T[] {
  return attempt(judge) ?? [];
}

/** The same for each item of a list: one with holes hides no other. A list that is a hole itself has none. */
export function judgedEach<T, P>(
  list: () => readonly T[],
  judge: (one: T, index: number) => readonly P[],
): P[] {
  const items = attempt(list) ?? [];
  return [...items.keys()].flatMap((index) =>
    // Behind the key there is an item, unless it is a hole.
    judged(() => judge(items[index] as T, index)),
  );
}

/** A value, or undefined when it rests on a hole. */
export function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error === untold) return undefined;
    throw error;
  }
}

/** An object or a list whose members are made one by one, each once: what rests on a hole becomes one. */
export function assembled<T extends object>(parts: { readonly [K in keyof T]: () => T[K] }): T {
  const value = Array.isArray(parts) ? [] : {};
  for (const [name, make] of Object.entries<() => unknown>(parts)) define(value, name, make);
  // A member for each part.
  return value as T;
}

/**
 * The value with holes at these paths, also where it has nothing: a field that is missing. Objects get
 * no prototype: `constructor` is a name like any other.
 */
export function withHoles<T>(value: T, holes: readonly Path[]): T {
  if (holes.some((path) => path.length === 0)) return hole();
  if (holes.length === 0 || !isContainer(value)) return value;
  const copy = Array.isArray(value) ? [] : Object.create(null);
  for (const name of new Set([...Object.keys(value), ...holes.map(([first]) => String(first))])) {
    const inside = holes.filter(([first]) => String(first) === name).map(([, ...path]) => path);
    define(copy, name, () => withHoles(value[name], inside));
  }
  return copy;
}

/** The ways to all that can be touched in a value. */
export function pathsIn(value: unknown): Path[] {
  if (!isContainer(value)) return [[]];
  const names = Object.keys(value).map((name) => (Array.isArray(value) ? Number(name) : name));
  const inside = names.flatMap((name) => judged(() => pathsIn(value[name]).map((path) => [name, ...path])));
  return [[], ...inside];
}

function isContainer(value: unknown): value is { readonly [name: string | number]: unknown } {
  return typeof value === 'object' && value !== null;
}

function define(into: object, name: string, make: () => unknown): void {
  const made = attempt(() => ({ value: make(), writable: true }));
  Object.defineProperty(into, name, { enumerable: true, configurable: true, ...(made ?? { get: hole }) });
}
