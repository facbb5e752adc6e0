/** What people see, as files: each is compared as a whole. A rendering without a file, or a file without one, fails. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { at } from '../../../src/grant/lifetime.ts';
import { type Story, showStory } from '../../../src/steps/archive/show-story.ts';
import { renderApply } from '../../../src/view/apply.ts';
import { markdownOf, renderExplanation } from '../../../src/view/explain.ts';
import { renderPlan } from '../../../src/view/plan.ts';
import { unsafe } from '../../../src/view/safe.ts';
import { renderStatus } from '../../../src/view/status.ts';
import { renderStory } from '../../../src/view/story.ts';
import { renderSweep } from '../../../src/view/sweep.ts';
import { alba, bo, lena, mei, scene } from '../../world/scene.ts';
import { dies } from '../steps/sweep/dying.ts';
import { lying, opened, waiting } from './explained.ts';
import {
  colours,
  endedStory,
  grants,
  hostile,
  hostileGrant,
  hostileStatus,
  hostileSweep,
  status,
  story,
  style,
} from './samples.ts';

const folder = join(import.meta.dirname, 'golden');

const renderings: Readonly<Record<string, () => string | Promise<string>>> = {
  plan: () => renderPlan(grants(), style),
  'plan-40-columns': () => renderPlan(grants(), { ...style, width: 40 }),
  'plan-80-columns': () => renderPlan(grants(), { ...style, width: 80 }),
  'plan-nothing': () => renderPlan([], style),
  'plan-foreign': () => renderPlan([hostileGrant()], style),
  'explain-waiting': () => renderExplanation(waiting(lena), style),
  'explain-waiting-login': () => renderExplanation(waiting(alba), { ...style, width: 80 }),
  'explain-40-columns': () => renderExplanation(waiting(mei), { ...style, width: 40 }),
  'explain-past': () => renderExplanation(waiting(mei, at('2026-11-23T00:00:00Z')), style),
  'explain-live': async () => renderExplanation(await opened(mei, '2026-11-22T03:20:00Z'), style),
  'explain-over': async () => renderExplanation(await opened(bo, '2026-11-22T05:10:01Z', true), style),
  'explain-foreign': () => renderExplanation(lying(alba), style),
  'explain-markdown': () => markdownOf(waiting(lena)),
  'explain-markdown-foreign': () => markdownOf(lying(lena)),
  status: () => renderStatus(status, style),
  'status-40-columns': () => renderStatus(status, { ...style, width: 40 }),
  'status-nothing': () => renderStatus({ targets: [], waiting: [], broken: [] }, style),
  'status-foreign': () => renderStatus(hostileStatus, style),
  'sweep-foreign': () => renderSweep(hostileSweep, style),
  story: () => renderStory(story, colours),
  'story-foreign': () =>
    renderStory(
      endedStory([
        { kind: 'revoked', why: hostile, evidence: null },
        { kind: 'residual', why: hostile, evidence: { open: [hostile], [hostile]: { odd: 1 } } },
        { kind: 'closed', why: hostile, evidence: { provenAt: hostile, layers: [] } },
        {
          kind: 'closed',
          why: hostile,
          evidence: { provenAt: '2026-11-22T04:10:02Z', layers: [{ odd: 1 }] },
        },
      ]),
      colours,
    ),
  'story-closed': async () => {
    const world = await scene([bo]);
    await world.apply();
    world.clock.set('2026-11-22T05:10:01Z');
    await world.sweep();
    const told = await showStory(world.store, bo);
    if (told === undefined) throw new Error('there is no story');
    const shown = renderStory({ ...told, contents: withoutTexts(told.contents) }, colours);
    return shown.replace(/sha256:[0-9a-f]{64}/g, '{digest}');
  },
  apply: async () => {
    const world = await scene([mei, lena]);
    return renderApply(await world.apply(), { ...style, now: world.clock.now() });
  },
  'apply-nothing': async () => {
    const world = await scene([]);
    return renderApply(await world.apply(), { ...style, now: world.clock.now() });
  },
  'apply-armed': async () => {
    const world = await scene([bo]);
    await dies(world, 'before');
    world.clock.set('2026-11-22T03:12:00Z');
    return renderApply(await world.apply(), { ...style, now: world.clock.now() });
  },
  'sweep-half-made': async () => {
    const world = await scene([bo]);
    await dies(world, 'after');
    world.commit({ [`grants/${mei}.yaml`]: (await scene([mei])).text(`grants/${mei}.yaml`) });
    await dies(world, 'before');
    world.clock.set('2026-11-22T03:21:00Z');
    return renderSweep(await world.sweep(), { ...style, now: world.clock.now() });
  },
  'sweep-nothing': async () => {
    const world = await scene([bo]);
    await world.apply();
    return renderSweep(await world.sweep(), { ...style, now: world.clock.now() });
  },
  'sweep-closed': async () => {
    const world = await scene([bo]);
    await world.apply();
    world.clock.set('2026-11-22T05:10:01Z');
    return renderSweep(await world.sweep(), { ...style, now: world.clock.now() });
  },
  'sweep-residual': async () => {
    const world = await scene([bo]);
    await world.apply();
    world.clock.set('2026-11-22T05:10:01Z');
    world.broken.add('cloud.closeOpenings').add('cloud.denyRole');
    return renderSweep(await world.sweep(), { ...style, now: world.clock.now() });
  },
};

/** Plans and logs are not what is looked at here. */
function withoutTexts(contents: Story['contents']): Story['contents'] {
  return new Map(
    [...contents].filter(([, bytes]) => Buffer.from(bytes).toString().includes('"v":"breakglass/')),
  );
}

test.each(Object.keys(renderings))('%s', async (name) => {
  const shown = await renderings[name]?.();
  expect(`${shown}\n`).toBe(readFileSync(join(folder, `${name}.txt`), 'utf8'));
  expect(shown?.replaceAll('\n', '')).not.toMatch(unsafe);
});

test('every file is compared', () => {
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(renderings)
      .map((name) => `${name}.txt`)
      .sort(),
  );
});

test('no width loses a word of a plan', () => {
  const words = (text: string) => text.split(/\s+/);
  for (const width of [20, 31, 40, 60, 100]) {
    const shown = renderPlan(grants(), { ...style, width });
    expect(words(shown)).toEqual(words(renderPlan(grants(), style)));
    const prose = shown.split('\n').filter((line) => !/^\s*\S*(?:aws_|\+)/.test(line));
    for (const line of prose) expect(line.length <= width || line.trim().split(' ').length <= 2).toBe(true);
  }
});
