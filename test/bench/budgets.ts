/** What the product promises of its speed, on two idle cores; and when a measurement is a failure. */

export const budgets = {
  help: { what: '`--help`', unit: 's', limit: 0.1 },
  status: { what: '`status` on 100 live grants', unit: 's', limit: 0.3 },
  validate: { what: '`validate` of 1,000 grants', unit: 's', limit: 2 },
  synth: { what: '`synth` of 1,000 grants', unit: 's', limit: 6 },
  verify: { what: '`archive verify` of 100,000 entries', unit: 's', limit: 10 },
  'verify memory': { what: 'its peak memory', unit: 'MB', limit: 300 },
  sweep: { what: '`sweep` with nothing over: 100 live, 10,000 grants, 100,000 entries', unit: 's', limit: 1 },
  apply: { what: '`apply` of one grant beside 100 live, to Terraform for it alone', unit: 'x', limit: 1.3 },
  cut: { what: '20 grants that end together: the last one cut', unit: 's', limit: 10 },
  remove: { what: 'the same: openings and schedules removed', unit: 's', limit: 90 },
  drill: { what: '`npm run drill`', unit: 's', limit: 180 },
} as const satisfies Record<string, { what: string; unit: 's' | 'MB' | 'x'; limit: number }>;

export type Name = keyof typeof budgets;

/** One line, measured: in the unit of its budget, one value for each run. */
export type Figure = {
  readonly name: Name;
  readonly values: readonly number[];
  /** Seconds of processor that the child and its children used, for each run; none where nothing of one child was timed. */
  readonly cpu: readonly number[];
};

/** A machine that is slower than the one of the budget is no fault of the product; three times a budget is. */
const bound = 3;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('nothing was measured');
  return middle;
}

export function ratio({ name, values }: Figure): number {
  return median(values) / budgets[name].limit;
}

/**
 * By the quickest run, which the rest of the machine disturbed least. Where more runs than the
 * machine has cores, only processor time says anything, if it was measured.
 */
export function isTooSlow({ name, values, cpu }: Figure, busy: boolean): boolean {
  const least = Math.min(...values);
  const own = busy && budgets[name].unit === 's' ? Math.min(least, ...cpu) : least;
  return own > bound * budgets[name].limit;
}
