import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../src/plan/changes.ts';
import type { Expected } from '../../../src/plan/checks.ts';
import { reviewOpening, reviewRemoval } from '../../../src/plan/review.ts';
import type { Problem } from '../../../src/problem/problem.ts';
import { account, region } from '../stacks/sample.ts';
import { type Case, readCases } from './cases.ts';

const expected = { account, region };

function answer({ plan: json, wanted }: Case, by: Expected = expected): readonly Problem[] {
  const plan = readPlan(json);
  if (!plan.ok) return plan.problems;
  return 'opening' in wanted
    ? reviewOpening(plan.value, wanted.opening, by)
    : reviewRemoval(plan.value, wanted.removal, by);
}

const cases = readCases();
const real = cases.filter(({ attack }) => attack === undefined);

describe('the review', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const problems = answer(one).map(({ code, message }) => `${code} ${message}`);
    expect(problems.length === 0 ? 'accepted' : problems).toEqual(one.expected);
  });

  test('has real plans that it accepts and tampered ones that it refuses, and no other', () => {
    expect(real.length).toBeGreaterThanOrEqual(9);
    expect(cases.length - real.length).toBeGreaterThanOrEqual(60);
    for (const { name, attack, expected: wanted } of cases)
      expect([name, wanted !== 'accepted']).toEqual([name, attack !== undefined]);
  });

  test('is attacked in another way by each case', () => {
    const attacks = cases.flatMap(({ attack }) => attack ?? []);
    expect(new Set(attacks).size).toBe(attacks.length);
    const plans = cases.map(({ plan, wanted }) => JSON.stringify([plan, wanted]));
    expect(new Set(plans).size).toBe(cases.length);
  });

  test('names no path and says that nothing was applied', () => {
    for (const { hint } of cases.flatMap((one) => answer(one))) expect(hint).toMatch(/nothing was applied/);
  });
});

describe('an accepted plan is refused', () => {
  test.each(real.map((one) => [one.name, one] as const))('for another account or region: %s', (_, one) => {
    const elsewhere = [
      { ...expected, account: '999988887777' },
      { ...expected, region: 'eu-west-1' },
    ];
    for (const other of elsewhere) expect(answer(one, other).map(({ code }) => code)).toEqual(['BG0509']);
  });

  test.each(real.map((one) => [one.name, one] as const))(
    'when another provider is expected: %s',
    (_, one) => {
      expect(
        answer(one, { ...expected, provider: 'registry.opentofu.org/hashicorp/aws' }).map(({ code }) => code),
      ).toContain('BG0507');
    },
  );

  test.each(real.map((one) => [one.name, one] as const))(
    'when one address more or less is wanted: %s',
    (_, one) => {
      expect(answer({ ...one, wanted: lessOne(one.wanted) })).not.toEqual([]);
      expect(answer({ ...one, wanted: { removal: ['aws_iam_role.other'] } })).not.toEqual([]);
    },
  );

  test.each(real.map((one) => [one.name, one] as const))(
    'when opening is taken for removal: %s',
    (_, one) => {
      const { wanted } = one;
      const swapped =
        'opening' in wanted
          ? { removal: wanted.opening.map(({ type, name }) => `${type}.${name}`) }
          : { opening: [] };
      expect(answer({ ...one, wanted: swapped })).not.toEqual([]);
    },
  );
});

function lessOne(wanted: Case['wanted']): Case['wanted'] {
  return 'opening' in wanted ? { opening: wanted.opening.slice(1) } : { removal: wanted.removal.slice(1) };
}
