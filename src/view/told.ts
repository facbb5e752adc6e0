/** What the sentences of an explanation are made from, and the words that they share. */
import type { Around, NamedTable } from '../grant/explain/around.ts';
import type { Given } from '../grant/explain/given.ts';
import { at, type Instant, minute } from '../grant/lifetime.ts';
import { span } from './times.ts';
import { plural } from './words.ts';

/** `asked`: it can be switched on any time. `past`: its wall went by first. The others have a warrant. */
export type State = 'asked' | 'past' | 'live' | 'over';

export type Told = {
  readonly given: Given;
  readonly around: Around;
  readonly state: State;
  readonly now: Instant;
  /** Before its time, or at it. */
  readonly ended: { readonly at: Instant; readonly why: string } | undefined;
};

export type Section = { readonly title: string; readonly lines: readonly string[] };

export function placeOf({ name, index }: NamedTable): string {
  return index === null ? name : `${name} (index ${index})`;
}

/** Before that the name of a login stands for one that is not drawn yet. */
export function isDrawn(state: State): boolean {
  return state === 'live' || state === 'over';
}

export function lasts({ from, until }: Given): string {
  const minutes = (at(until) - at(from)) / minute;
  return Number.isInteger(minutes) ? plural(minutes, 'minute') : span(minutes * minute);
}
