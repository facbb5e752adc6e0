/** What must hold for every grant, in the two forms that it can have: something to ask, or something to look at. */
import type { Verdict } from '../judge.ts';
import type { Subject } from '../subject.ts';

/** A request, and what must become of it. */
export type Question = {
  readonly says: string;
  readonly allow: boolean;
  ask(): Promise<Verdict>;
};

export type Judged = {
  readonly id: string;
  readonly says: string;
  /** May be none: not every grant has a table, or a second factor that AWS sees. */
  questions(subject: Subject): readonly Question[];
};

export type Structural = {
  readonly id: string;
  readonly says: string;
  /** What is wrong with what the product wants to stand. */
  look(subject: Subject): readonly string[];
};

/** What is wrong with the answer, or undefined. */
export async function answered({ says, allow, ask }: Question): Promise<string | undefined> {
  const { allowed, because } = await ask();
  return allowed === allow ? undefined : `${says}: ${allowed ? 'allowed' : 'denied'} by ${because}`;
}
