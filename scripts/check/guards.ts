/** The guards in the order of their length: the slowest begins first. */
import { format } from './format.ts';
import { generated } from './generated.ts';
import { silenced } from './silenced.ts';
import { types } from './types.ts';
import { unused } from './unused.ts';

/** What a guard has found. */
export type Report = {
  readonly clean: boolean;
  /** How much it looked at, for the reader. */
  readonly saw: string;
  /** Files that it should have looked at and did not. */
  readonly unseen: readonly string[];
  /** What is wrong, with places. */
  readonly text: string;
};

export type Guard = {
  readonly name: string;
  /** `files` is every TypeScript file of the repository. */
  look(files: readonly string[]): Promise<Report>;
};

export const guards: readonly Guard[] = [
  { name: 'types', look: types },
  { name: 'format and lint', look: format },
  { name: 'unused code', look: unused },
  { name: 'generated files', look: generated },
  { name: 'silenced rules', look: silenced },
];
