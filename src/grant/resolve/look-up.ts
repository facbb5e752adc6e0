/** Looking up one name, with one problem and a suggestion when it leads nowhere. */
import type { ProblemCode } from '../../problem/codes/codes.ts';
import { errorAt, type Place, type Problem } from '../../problem/problem.ts';
import { hole } from '../holes.ts';
import { suggest } from '../suggest.ts';

export type Wanted = {
  readonly name: string;
  readonly place: Place;
  readonly code: ProblemCode;
  /** `person`, `database`, ... */
  readonly noun: string;
  /** What the entries belong to, as ``table `carts-prod` ``; left out when that is the estate. */
  readonly of?: string;
  /** What people call the entry of a name. */
  readonly known?: (name: string) => string | undefined;
  /** Some file of the kind is broken: the name may stand there, so nothing is reported. */
  readonly incomplete: boolean;
};

/** The entry; a hole with at most one problem added where there is none. */
export function lookUp<T>(entries: ReadonlyMap<string, T>, wanted: Wanted, problems: Problem[]): T {
  problems.push(...unknownName(entries, wanted));
  return entries.get(wanted.name) ?? hole();
}

/** ``no database `order-prod` `` with the nearest name, or all of them while they are few. */
export function unknownName(
  entries: ReadonlyMap<string, unknown>,
  { name, place, code, noun, of, known, incomplete }: Wanted,
): Problem[] {
  if (incomplete || entries.has(name)) return [];
  const names = [...entries.keys()];
  const near = suggest(name, names);
  return [
    errorAt(place, {
      code,
      message: of === undefined ? `no ${noun} \`${name}\`` : `${of} has no ${noun} \`${name}\``,
      label: `unknown ${noun}`,
      hint: near === undefined ? thereIs(names) : didYouMean(near, known?.(near)),
    }),
  ];
}

function didYouMean(near: string, called: string | undefined): string {
  return `did you mean \`${near}\`${called === undefined ? '' : ` (${called})`}?`;
}

function thereIs(names: readonly string[]): string {
  if (names.length === 0) return 'there is none yet';
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return `there is: ${[...names].sort().slice(0, 8).join(', ')}${more}`;
}
