/** What a drill shows while one of its steps lasts. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSteps } from '../../../src/local/drill/steps.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { openView } from '../../../src/view/view.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function opened() {
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') => ({ write: (text: string) => (said[name] += text) });
  const view = openView({
    stdout: into('out'),
    stderr: into('err'),
    clock: machineClock,
    json: false,
    colour: false,
  });
  return { said, steps: openSteps(view, machineClock, new AbortController().signal) };
}

test('a long step says after two seconds that it goes on, then every ten, and no more when it has ended', async () => {
  const { said, steps } = opened();
  const pace = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
  const step = steps.step(
    'applied',
    () => new Promise((resolve) => setTimeout(() => resolve(['done']), 25_000)),
  );
  await pace(1_900);
  expect(said.err).toBe('');
  await pace(200);
  expect(said.err).toMatch(/^\S+Z {2}still at: applied\n$/);
  await pace(30_000);
  await step;
  expect(said.err.trimEnd().split('\n')).toHaveLength(3);
  expect(said.out).toMatch(/^ 1 {2}applied +25\.0 s\n {6}done\n$/);
  expect(vi.getTimerCount()).toBe(0);
});

test('a step that fails falls silent too', async () => {
  const { said, steps } = opened();
  await expect(steps.step('applied', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual({ out: '', err: '' });
});
