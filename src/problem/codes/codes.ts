/**
 * Every problem that breakglass can name. Two digits of stage, two of number: 01 read, 02 resolve,
 * 03 rules, 05 plan review, 06 Terraform, 07 the end, 08 archive. A code is never used again for
 * something else. docs/reference/problems.md is generated from these tables.
 */
import { archiveCodes } from './archive.ts';
import { endCodes } from './end.ts';
import { lockCodes } from './lock.ts';
import { readCodes } from './read.ts';
import { resolveCodes } from './resolve.ts';
import { reviewCodes } from './review.ts';
import { rulesCodes } from './rules.ts';
import { terraformCodes } from './terraform.ts';

/** What the reference page says of a code. */
export type CodeEntry = {
  /** Short name of the problem, lower case, no full stop. */
  readonly title: string;
  /** Why it is refused: the reason, the attack or the constraint. */
  readonly why: string;
  /** What to do. */
  readonly repair: string;
};

export const codes = {
  ...readCodes,
  ...resolveCodes,
  ...lockCodes,
  ...rulesCodes,
  ...reviewCodes,
  ...terraformCodes,
  ...endCodes,
  ...archiveCodes,
} as const satisfies Record<string, CodeEntry>;

export type ProblemCode = keyof typeof codes;
