import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, formatInstant, minute, plus } from '../../../../src/grant/lifetime.ts';
import { meaningDigest, meaningOf } from '../../../../src/grant/meaning.ts';
import { addressOf } from '../../../../src/grant/resources.ts';
import { wantedResources } from '../../../../src/grant/wanted.ts';
import { onceEach, openingOf, warrantOf } from '../../../../src/steps/apply/opening.ts';
import { anyGrant } from '../../grant/any-grant.ts';
import { sample } from '../../grant/sample-grant.ts';

/** Draws other bytes each time. */
function drawing(): (count: number) => Uint8Array {
  let drawn = 0;
  return (count) => {
    drawn += 1;
    return new Uint8Array(count).fill(drawn);
  };
}

const run = {
  n: 0,
  log: 'f'.repeat(32),
  commit: 'c'.repeat(40),
  planDigest: `sha256:${'1'.repeat(64)}`,
} as const;

describe('an opening', () => {
  test('is switched on at the second of the run, and ends by duration or wall', () => {
    const { window } = openingOf(sample, at('2026-11-22T03:10:07.999Z'), drawing());
    expect(formatInstant(window.activation)).toBe('2026-11-22T03:10:07Z');
    expect(window.activation % 1000).toBe(0);
    expect(formatInstant(window.end)).toBe('2026-11-22T04:10:07Z');
    const late = openingOf(sample, at('2026-11-22T04:30:00.500Z'), drawing());
    expect(late.window.end).toBe(sample.notAfter);
  });

  test('draws one login for each database, and none for a table', () => {
    const [database, table] = sample.access;
    const access = [database, { ...database, database: 'orders-blue' }, table];
    const { logins } = openingOf({ ...sample, access }, at('2026-11-22T03:10:00Z'), drawing());
    expect(logins).toEqual({ 'orders-prod': 'bg_bbbbbbbbbb', 'orders-blue': 'bg_cccccccccc' });
    expect(openingOf({ ...sample, access: [table] }, sample.notAfter, drawing()).logins).toEqual({});
  });

  test('wants the resources of its own window and logins', () => {
    fc.assert(
      fc.property(anyGrant, fc.nat(100_000), (grant, before) => {
        const { window, logins, resources } = openingOf(grant, plus(grant.notAfter, -before), drawing());
        expect(resources).toEqual(wantedResources(grant, window, logins));
        expect(window.end).toBeLessThanOrEqual(grant.notAfter);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a warrant', () => {
  const now = at('2026-11-22T03:10:07.250Z');
  const opening = openingOf(sample, now, drawing());
  const warrant = warrantOf(opening, { ...run, now });

  test('fixes all that the end needs, and what was approved', () => {
    expect(warrant).toEqual({
      v: 'breakglass/warrant/1',
      ...run,
      target: 'prod-eu',
      grant: '2026-11-22-sample',
      n: 0,
      meaning: meaningOf(sample),
      meaningDigest: meaningDigest(meaningOf(sample)),
      activation: '2026-11-22T03:10:07Z',
      end: '2026-11-22T04:10:07Z',
      logins: [{ database: 'orders-prod', login: 'bg_bbbbbbbbbb' }],
      resources: opening.resources,
      approvals: 'not proven',
      file: sample.written.digest,
      applyBy: '2026-11-22T03:20:07Z',
      at: '2026-11-22T03:10:07Z',
    });
  });

  test('may be applied for ten minutes, counted from the run and not from the activation', () => {
    const later = warrantOf(opening, { ...run, now: plus(now, 3 * minute) });
    expect([later.activation, later.applyBy]).toEqual([warrant.activation, '2026-11-22T03:23:07Z']);
  });
});

test('resources that several openings want are there once, the others all', () => {
  const openings = ['a', 'b'].map((name) =>
    openingOf({ ...sample, id: `2026-11-22-${name}` }, sample.notAfter, drawing()),
  );
  const all = openings.flatMap(({ resources }) => resources);
  const once = onceEach(all);
  expect(all.length - once.length).toBe(2);
  expect(once.map(addressOf)).toEqual([...new Set(all.map(addressOf))]);
});
