/** Two processes on one target at the same time, with the real Terraform: one story, and nobody loses what is theirs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, plus } from '../../../src/grant/lifetime.ts';
import { isDenied, ranges } from './answers.ts';
import { endingsOf, entriesOf, liveWarrants, unlogged, warrantsOf } from './records.ts';
import { home, openStage, type Stage } from './stage.ts';

let stage: Stage;
let [alba, bo, mei] = ['', '', ''];
let text = '';

beforeAll(async () => {
  stage = await openStage(['alba', 'bo', 'mei']);
  ({ alba, bo, mei } = stage.id);
  text = stage.text(stage.file('bo'));
  await stage.commit({ [stage.file('bo')]: undefined });
});

afterAll(() => stage?.close());

/** Both to their end, whatever it is. */
async function race(...verbs: readonly string[]): Promise<void> {
  const running = verbs.map((verb) => stage.start(verb, '--target', home.target));
  const ended = await Promise.all(running.map(({ ended }) => ended));
  for (const { exit, notes } of ended) expect([exit, notes]).not.toContain(null);
  for (const { notes } of ended) expect(notes).not.toMatch(/^ {4}at /m);
}

const again = (verb: 'apply' | 'sweep', exit = 0) => stage.run(exit, verb, '--target', home.target);

/** One live warrant of each, called applied once, and the chain is whole. */
async function expectOneStory(live: readonly string[]): Promise<void> {
  expect(liveWarrants(stage).map(({ grant }) => grant)).toEqual([...live].sort());
  const applied = entriesOf(stage).flatMap(({ kind, grant }) => (kind === 'applied' ? [grant?.id] : []));
  expect(applied).toEqual([...new Set(applied)]);
  for (const grant of live) expect(applied).toContain(grant);
  const { problems } = await stage.run(0, 'archive', 'verify', '--target', home.target);
  expect(problems.filter(({ message }) => !unlogged.done.test(message))).toEqual([]);
}

test('apply against apply: each grant is opened once and stands as its warrant says', async () => {
  await race('apply', 'apply');
  const { kept, opened } = await again('apply');
  expect([...kept, ...opened.map(({ grant }) => grant)].sort()).toEqual([alba, mei].sort());
  await expectOneStory([alba, mei]);
  const { roles, rules, schedules } = await stage.answers();
  expect(Object.keys(roles)).toEqual([alba, mei].sort());
  for (const grant of [alba, mei]) {
    expect(Object.keys(roles[grant]?.inline ?? {})).toEqual(['breakglass']);
    expect(endingsOf(stage, grant).filter(({ kind }) => kind !== 'abandoned')).toEqual([]);
    const n = warrantsOf(stage, grant).length - 1;
    expect(Object.keys(schedules)).toContain(`${grant}-0`);
    expect(n).toBeLessThan(2);
  }
  expect(ranges({ roles, rules, schedules })).toHaveLength(2);
});

test('apply against sweep: the withdrawn grant ends, and the opening that both need is there for the new one', async () => {
  await stage.commit({ [stage.file('alba')]: undefined, [stage.file('bo')]: text });
  await race('apply', 'sweep');
  expect(isDenied(await stage.answers(), alba)).toBe(true);
  const { kept, opened } = await again('apply');
  expect([...kept, ...opened.map(({ grant }) => grant)].sort()).toEqual([bo, mei].sort());
  await expectOneStory([bo, mei]);
  const answers = await stage.answers();
  for (const grant of [bo, mei]) {
    expect(answers.roles[grant]?.attached).toEqual([]);
    expect(Object.keys(answers.roles[grant]?.inline ?? {})).toEqual(['breakglass']);
  }
  expect(ranges(answers)).toHaveLength(2);
  expect(Object.keys(answers.schedules).sort()).toEqual([`${bo}-0`, `${mei}-0`].sort());
});

test('all of it ends, and nothing is left', async () => {
  stage.clock.jumpTo(plus(stage.clock.now(), 5 * hour));
  await again('sweep');
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  await expectOneStory([]);
});
