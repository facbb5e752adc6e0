/**
 * Each folder of test/cases/approval is one history of a grant's approval. `case.yaml` has the verdict
 * that must come, written by hand; `expect.json` all that is said about it.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reviewsOf } from '../../src/approval/github.ts';
import { judge, type Verdict } from '../../src/approval/verdict.ts';
import { formatInstant } from '../../src/grant/lifetime.ts';
import { approvalCases, type Case, root } from '../situations/approval.ts';

const cases = approvalCases().map((one) => [one.name, one] as const);

function verdictOf({ github, evidence }: Case): Verdict {
  return judge({ ...evidence, reviews: github ? reviewsOf(github.answers, github.local) : { kind: 'none' } });
}

describe('approvals', () => {
  test.each(cases)('%s', async (name, one) => {
    const verdict = verdictOf(one);
    expect(verdict.finding?.reason ?? 'counted').toBe(one.verdict);
    await expect(`${JSON.stringify(told(verdict), null, 2)}\n`).toMatchFileSnapshot(
      join(root, name, 'expect.json'),
    );
  });

  test('no two say the same of the same', () => {
    const inputs = cases.map(([, { input, verdict }]) => JSON.stringify([verdict, input]));
    expect(
      cases.filter((_, index) => inputs.indexOf(inputs[index] ?? '') !== index).map(([name]) => name),
    ).toEqual([]);
  });

  test('counted and no finding are one, and every no has a sentence and a repair', () => {
    for (const [name, one] of cases) {
      const { counted, finding, people, required } = verdictOf(one);
      expect(counted, name).toBe(finding === undefined);
      const findings = [...people, { finding }].flatMap((each) => each.finding ?? []);
      for (const { says, repair } of findings) {
        expect(`${says} ${repair}`, name).not.toMatch(/undefined|null|\[object|\.$|[0-9a-f]{41}/);
        expect(says && repair, name).not.toBe('');
      }
      if (counted) {
        const whose = people.filter((each) => each.finding === undefined).map(({ who }) => who);
        expect(new Set(whose).size, name).toBeGreaterThanOrEqual(required);
      }
    }
  });
});

function told({ people, ...verdict }: Verdict) {
  const opinions = people.map(({ said, ...one }) => ({
    ...one,
    said: said ? { ...said, at: formatInstant(said.at) } : null,
  }));
  return { ...verdict, people: opinions };
}
