/**
 * A state in S3 whose lock is in the way: left behind by a run that was killed, or held by another
 * machine. The cut waits for none of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, minute, plus } from '../../../src/grant/lifetime.ts';
import { inFolder } from '../../../src/local/drill/copy.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { makeStateBucket, type StateBucket } from '../state-bucket.ts';
import { isDenied } from './answers.ts';
import { membersOf } from './processes.ts';
import { home, openStage, type Stage } from './stage.ts';

const lockKey = 'terraform.tfstate.tflock';

/** Terraform has made everything and said so; what is left is to give the lock back. */
const stateWritten = 'terraform.tfstate?x-id=PutObject';

let stage: Stage;
let bucket: StateBucket;
let alba = '';
let mei = '';
let files = { mei: '' };

beforeAll(async () => {
  stage = await openStage(['alba', 'mei'], { ...inFolder, state: { kind: 's3' } });
  ({ alba, mei } = stage.id);
  bucket = await makeStateBucket(stage.aws.endpoint, home);
  files = { mei: stage.text(stage.file('mei')) };
  await stage.commit({ [stage.file('mei')]: undefined });
});

afterAll(() => stage?.close());

/** The command and its Terraform killed while Terraform waits for the answer to that request. */
async function killAt(request: string, command: string): Promise<void> {
  stage.gate.hold(request, 'after');
  const running = stage.start(command, '--target', home.target);
  await stage.gate.held();
  const group = Number(stage.terraformStarts().at(-1)?.split(' ')[0]);
  running.child.kill('SIGKILL');
  process.kill(-group, 'SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  stage.gate.release('forget');
  for (let tries = 0; tries < 100 && membersOf(group).length > 0; tries += 1) await pause(100);
  expect(await bucket.keys()).toContain(lockKey);
}

/** What the log says of locks that were taken away. */
function unlocked(): { readonly id: string; readonly who: string; readonly why: string }[] {
  const folder = join(stage.archive, 'log');
  const entries = readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return entries.filter(({ kind }) => kind === 'unlocked').map(({ body }) => body);
}

test('tool and Terraform killed in mid apply: the next apply explains the lock, clears it, records it, opens', async () => {
  await killAt(stateWritten, 'apply');
  const left = await bucket.lock();
  await stage.commit({ [stage.file('mei')]: files.mei });
  const report = await stage.run(0, 'apply', '--target', home.target);
  expect(report.opened.map(({ grant }) => grant)).toContain(mei);
  expect(report.notes).toMatch(
    /locked by .+@.+ \(apply\) since .+Z; taking that lock away: its process is gone/,
  );
  expect(unlocked()).toMatchObject([
    {
      id: left?.ID,
      who: left?.Who,
      operation: 'OperationTypeApply',
      why: expect.stringContaining('process is gone'),
    },
  ]);
  expect(await bucket.keys()).toEqual(['terraform.tfstate']);
});

test('a foreign lock: the cut is on time, removal waits and says for whom, nothing is forced', async () => {
  await stage.commit({ [stage.file('mei')]: undefined });
  const id = await bucket.lockFrom('runner@another-machine', plus(machineClock.now(), -2 * minute));
  stage.terraformStarts();
  const sweeping = stage.start('sweep', '--target', home.target);
  for (let tries = 0; tries < 300 && !isDenied(await stage.answers(), mei); tries += 1) await pause(50);
  // Denied before Terraform has so much as asked for the lock.
  expect(stage.terraformStarts().filter((line) => / plan$/.test(line))).toEqual([]);
  expect(sweeping.child.exitCode).toBeNull();
  const { exit, notes } = await sweeping.ended;
  expect(exit).toBe(9);
  expect(notes).toContain('the state of prod-eu is locked by runner@another-machine (apply) since ');
  expect(notes).toMatch(/that run began \d+ min ago and may still be under way: wait for it/);
  expect((await bucket.lock())?.ID).toBe(id);
  expect((await stage.answers()).schedules[`${mei}-0`]).toBeDefined();
  expect(unlocked()).toHaveLength(1);
});

test('the same lock older than any run: cleared, recorded, and what was left is removed', async () => {
  await bucket.remove(lockKey);
  const id = await bucket.lockFrom('runner@another-machine', plus(machineClock.now(), -42 * minute));
  const { notes, states } = await stage.run(0, 'sweep', '--target', home.target);
  // Settling, or closed where the machine was slow.
  expect(states.filter((state) => state.endsWith('residual'))).toEqual([]);
  expect(notes).toContain('taking that lock away: it is older than 41 minutes');
  expect(unlocked().at(-1)).toMatchObject({ id, who: 'runner@another-machine' });
  expect(await bucket.keys()).toEqual(['terraform.tfstate']);
  expect((await stage.answers()).schedules[`${mei}-0`]).toBeUndefined();
});

test('killed in mid removal: the next sweep clears the lock and everything is gone', async () => {
  stage.clock.jumpTo(plus(stage.endOf(alba), 2 * hour));
  await killAt('Action=DeleteRole&', 'sweep');
  const { states, notes } = await stage.run(0, 'sweep', '--target', home.target);
  expect(
    states.filter((state) => state.endsWith('removed')),
    notes,
  ).toEqual([`${alba} removed`, `${mei} removed`]);
  expect(unlocked()).toHaveLength(3);
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  expect(await bucket.keys()).toEqual(['terraform.tfstate']);
  expect(JSON.parse(await bucket.text('terraform.tfstate')).resources).toEqual([]);
  expect((await stage.run(0, 'archive', 'verify', '--target', home.target)).codes).toEqual([]);
});
