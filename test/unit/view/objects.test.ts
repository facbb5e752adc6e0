/** What programs get of commands that ask AWS, against the schemas of their objects. */
import { expect, test } from 'vitest';
import type { Drilled } from '../../../src/local/drill/drill.ts';
import { applyObject } from '../../../src/view/apply.ts';
import { jsonText } from '../../../src/view/json.ts';
import { sweepObject } from '../../../src/view/sweep.ts';
import { schemaVersion } from '../../../src/view/view.ts';
import { faultsOf } from '../../cli/output.ts';
import { alba, bo, mei, scene } from '../../world/scene.ts';
import { hostileSweep } from './samples.ts';

function faults(command: string, content: object): string[] {
  return faultsOf(jsonText({ schemaVersion, command, ...content }));
}

test('apply and sweep, as they go', async () => {
  const world = await scene([alba, mei]);
  const applied = await world.apply();
  const rest = { target: 'prod-eu', warnings: [], problems: [] };
  expect(applied.opened).toHaveLength(2);
  expect(faults('apply', { ...applyObject(applied), ...rest })).toEqual([]);
  world.clock.set('2026-11-22T05:10:01Z');
  const swept = await world.sweep();
  expect(swept.conclusions.length).toBeGreaterThan(1);
  expect(faults('sweep', { ...sweepObject(swept), ...rest })).toEqual([]);
});

test('apply that ends something first', async () => {
  const world = await scene([bo]);
  await world.apply();
  world.clock.set('2026-11-22T05:10:01Z');
  const applied = await world.apply();
  expect(applied.swept?.conclusions).toHaveLength(1);
  expect(
    faults('apply', { ...applyObject(applied), target: 'prod-eu', warnings: ['x'], problems: [] }),
  ).toEqual([]);
});

test('every state that a grant can end in', () => {
  const rest = { target: 'prod-eu', warnings: [], problems: [] };
  expect(faults('sweep', { ...sweepObject(hostileSweep), ...rest })).toEqual([]);
});

test('a drill', () => {
  const drilled: Drilled = {
    target: 'prod-eu',
    steps: [{ title: 'tools found', milliseconds: 120, proven: ['git'] }],
  };
  expect(faults('drill', { ...drilled, seconds: 52, limits: ['none'] })).toEqual([]);
});

test.each([
  ['a member that no schema names', { extra: 1 }],
  ['a member that is missing', { limits: undefined }],
  ['a member of another kind', { seconds: '52' }],
  ['another version', { schemaVersion: 2 }],
])('%s is found', (_name, change) => {
  const sound = { target: 'prod-eu', steps: [], seconds: 52, limits: [] };
  expect(faults('drill', sound)).toEqual([]);
  expect(faults('drill', { ...sound, ...change })).not.toEqual([]);
});
