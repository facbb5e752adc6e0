/** Every check of the review of plans. */
import type * as changes from '../../src/plan/changes.ts';
import type * as review from '../../src/plan/review.ts';
import { type Case, readCases } from '../unit/plan/cases.ts';
import { account, region } from '../unit/stacks/sample.ts';
import { weaken } from './weaken.ts';

const expected = { account, region };
const elsewhere = [
  { ...expected, account: '999988887777' },
  { ...expected, region: 'eu-west-1' },
  { ...expected, provider: 'registry.opentofu.org/hashicorp/aws' },
];

await weaken<typeof changes & typeof review>({
  of: ['src/plan'],
  modules: ['src/plan/changes.ts', 'src/plan/review.ts'],
  cases: readCases().map((one) => ({
    name: one.name,
    answer: (product) =>
      [expected, ...(one.attack === undefined ? elsewhere : [])].map((by) => answer(product, one, by)),
  })),
});

function answer(
  { readPlan, reviewOpening, reviewRemoval }: typeof changes & typeof review,
  { plan: json, wanted }: Case,
  by: typeof expected,
): readonly string[] {
  const plan = readPlan(json);
  const problems = !plan.ok
    ? plan.problems
    : 'opening' in wanted
      ? reviewOpening(plan.value, wanted.opening, by)
      : reviewRemoval(plan.value, wanted.removal, by);
  return problems.map(({ code, message }) => `${code} ${message}`);
}
