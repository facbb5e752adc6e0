/**
 * Runs that are stopped in the middle: by Ctrl-C, by the death of the command, by the death of
 * everything. What they leave ends by itself, and no later run is held up by it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, plus } from '../../../src/grant/lifetime.ts';
import { isDenied, ranges } from './answers.ts';
import type { Running } from './command.ts';
import { isAlive, membersOf } from './processes.ts';
import { home, openStage, type Stage } from './stage.ts';

let stage: Stage;
let alba = '';
let bo = '';
let lena = '';
let mei = '';
const files = { alba: '', bo: '', lena: '' };

beforeAll(async () => {
  stage = await openStage(['alba', 'bo', 'lena', 'mei']);
  ({ alba, bo, lena, mei } = stage.id);
  const { file } = stage;
  for (const who of ['alba', 'bo', 'lena'] as const) files[who] = stage.text(file(who));
  await stage.commit({ [file('alba')]: undefined, [file('bo')]: undefined, [file('lena')]: undefined });
});

afterAll(() => stage?.close());

test('everything killed before the answer to the first change: the next sweep goes on, without a lock in its way', async () => {
  const { running, terraform } = await applyUntil('Action=AuthorizeSecurityGroupIngress', 'after');
  running.child.kill('SIGKILL');
  process.kill(-terraform, 'SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  stage.gate.release('forget');
  await nobodyLeft(terraform);
  const left = await stage.answers();
  expect(ranges(left)).toEqual(['198.51.100.7/32']);
  // Its warrant was written first: it lives to its end, and no longer.
  expect((await sweep(0)).live).toMatchObject([{ grant: mei }]);
  expect(await stage.answers()).toEqual(left);
});

test('Ctrl-C in the middle: Terraform stops in order, what is half made is cut at once, exit 9', async () => {
  await stage.commit({ [stage.file('alba')]: files.alba });
  const { running, terraform } = await applyUntil('Action=PutRolePolicy', 'before');
  const began = performance.now();
  process.kill(-(running.child.pid ?? 0), 'SIGINT');
  const { exit, stdout, notes } = await running.ended;
  // Something is not proven closed: that comes before the interrupt, which would be 130.
  expect(exit).toBe(9);
  expect(performance.now() - began).toBeLessThan(25_000);
  expect(stdout).not.toContain('opened  ');
  expect(notes).toContain('interrupted');
  expect(notes).toContain(`${alba} is not proven closed`);
  stage.gate.release('forget');
  await nobodyLeft(terraform);
  const after = await stage.answers();
  expect(isDenied(after, alba)).toBe(true);
  expect(after.roles[alba]?.inline).toEqual({});
});

test('the next apply ends the rest of it, and is killed itself while it opens another: Terraform goes on alone', async () => {
  await stage.commit({ [stage.file('lena')]: files.lena });
  const { running, terraform } = await applyUntil('Action=PutRolePolicy', 'after');
  running.child.kill('SIGKILL');
  expect((await running.ended).notes).toContain(`ending ${alba}`);
  expect(isAlive(terraform)).toBe(true);
  await stage.commit({ [stage.file('bo')]: files.bo });
  const beside = await stage.run(1, 'apply', '--target', home.target);
  expect(beside.notes).toMatch(/the state of prod-eu is locked by .+ \(apply\) since .+Z/);
  expect(beside.opened).toEqual([]);
  stage.gate.release('answer');
  await nobodyLeft(terraform);
  const after = await stage.answers();
  expect(Object.keys(after.roles[lena]?.inline ?? {})).toEqual(['breakglass']);
  expect(after.schedules[`${alba}-0`]).toBeUndefined();
  expect(ranges(after)).not.toContain('203.0.113.0/28');
});

test('the apply after that opens what was waiting, and nothing a second time', async () => {
  const report = await stage.run(0, 'apply', '--target', home.target);
  expect(report.opened.map(({ grant }) => grant)).toEqual([bo]);
  expect([...report.kept].sort()).toEqual([lena, mei].sort());
  expect(isDenied(await stage.answers(), alba)).toBe(true);
});

test('all of it ends, and nothing is left', async () => {
  stage.clock.jumpTo(plus(stage.endOf(bo), 2 * hour));
  const { states } = await sweep(0);
  expect(states).toEqual([alba, bo, lena, mei].sort().flatMap((id) => [`${id} closed`, `${id} removed`]));
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  expect((await sweep(0)).states).toEqual([]);
  expect((await stage.run(0, 'archive', 'verify', '--target', home.target)).codes).toEqual([]);
});

const sweep = (exit: number) => stage.run(exit, 'sweep', '--target', home.target);

/** Returns while Terraform waits at that request, with its process id, which is that of its group too. */
async function applyUntil(
  request: string,
  where: 'before' | 'after',
): Promise<{ readonly running: Running; readonly terraform: number }> {
  stage.gate.hold(request, where);
  const running = stage.start('apply', '--target', home.target);
  await stage.gate.held();
  return { running, terraform: Number(stage.terraformStarts().at(-1)?.split(' ')[0]) };
}

/** Terraform and its provider are gone by themselves. */
async function nobodyLeft(group: number): Promise<void> {
  for (let tries = 0; tries < 300 && membersOf(group).length > 0; tries += 1) await pause(100);
  expect(membersOf(group)).toEqual([]);
}
