/** Looking up one name, with one problem and a suggestion when it leads nowhere. */
import type { ProblemCode } from '../../problem/codes/codes.ts';
import { errorAt, type Place, type Problem } from '../../problem/problem.ts';
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

/** The entry, or undefined with at most one problem added. */
export function lookUp<T>(
  entries: ReadonlyMap<string, T>,
  wanted: Wanted,
  problems: Problem[],
): T | undefined {
  const entry = entries.get(wanted.name);
  if (entry === undefined && !wanted.incomplete) problems.push(unknown([...entries.keys()], wanted));
  return entry;
}

/** ``no database `order-prod` `` with the nearest name, or all of them while they are few. */
function unknown(names: readonly string[], { name, place, code, noun, of, known }: Wanted): Problem {
  const near = suggest(name, names);
  return errorAt(place, {
    code,
    message: of === undefined ? `no ${noun} \`${name}\`` : `${of} has no ${noun} \`${name}\``,
    label: `unknown ${noun}`,
    hint: near === undefined ? thereIs(names) : didYouMean(near, known?.(near)),
  });
}

function didYouMean(near: string, called: string | undefined): string {
  return `did you mean \`${near}\`${called === undefined ? '' : ` (${called})`}?`;
}

function thereIs(names: readonly string[]): string {
  if (names.length === 0) return 'there is none yet';
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return `there is: ${[...names].sort().slice(0, 8).join(', ')}${more}`;
}
