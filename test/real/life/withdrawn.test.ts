/**
 * What ends a grant before its time, and what must not: a deleted file, an archive that takes
 * nothing, an old commit, another account, a target that is not local.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, minute, plus, second } from '../../../src/grant/lifetime.ts';
import { rolePath } from '../../../src/grant/names.ts';
import { writerOf } from '../../../src/local/drill/begin-archive.ts';
import { inFolder } from '../../../src/local/drill/copy.ts';
import { type LocalAws, startLocalAws } from '../../../src/local/local-aws.ts';
import { connect } from '../../../src/outside/aws/connection.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { directoryStore, makeDirectory } from '../../../src/outside/directory-store.ts';
import { createArchive } from '../../../src/steps/archive/create-archive.ts';
import { type Answers, answersOf, isDenied, ranges } from './answers.ts';
import { home, openStage, type Stage } from './stage.ts';
import { treeOf } from './tree.ts';

let stage: Stage;
let other: LocalAws | undefined;
let alba = '';
let bo = '';
let mei = '';
const files = { alba: '', bo: '', mei: '' };
let old = '';
let before: Answers;

beforeAll(async () => {
  stage = await openStage(['alba', 'bo', 'mei', 'lena']);
  ({ alba, bo, mei } = stage.id);
  for (const who of ['alba', 'bo', 'mei'] as const) files[who] = stage.text(stage.file(who));
  // At the old commit one grant waits that nobody wants any more, and three are not there yet.
  const { file } = stage;
  old = await stage.commit({ [file('alba')]: undefined, [file('bo')]: undefined, [file('mei')]: undefined });
  await stage.commit({
    [file('alba')]: files.alba,
    [file('bo')]: files.bo,
    [file('mei')]: files.mei,
    [file('lena')]: undefined,
  });
});

afterAll(async () => {
  await stage?.close();
  await other?.stop();
});

const apply = (exit: number, target: string = home.target) => stage.run(exit, 'apply', '--target', target);
const sweep = (exit: number) => stage.run(exit, 'sweep', '--target', home.target);

/** Nothing can be written: not even root gets by a file where a folder must be. */
function breakArchive(): void {
  rmSync(join(stage.archive, 'tmp'), { recursive: true, force: true });
  writeFileSync(join(stage.archive, 'tmp'), '');
}

function mendArchive(): void {
  rmSync(join(stage.archive, 'tmp'));
}

test('a folder is no archive of AWS itself: anybody could have put it there', async () => {
  const place = join(stage.folder, '.breakglass', 'prod-us', 'archive');
  makeDirectory(place);
  const beginning = { ...home, ...inFolder, target: 'prod-us', log: 'a'.repeat(32), endpoint: null };
  const writer = writerOf({ clock: machineClock, version: 'test' });
  await createArchive(directoryStore(place), writer, { ...beginning, commit: old, files: {} });
  const { codes, problems } = await apply(5, 'prod-us');
  expect(codes).toEqual(['BG0802']);
  expect(problems[0]?.message).toContain('is the archive of AWS itself, which is never in a folder');
  expect((await apply(1, 'prod')).notes).toContain('target `prod`');
  await stands([]);
});

test('while the archive takes nothing, apply creates nothing', async () => {
  breakArchive();
  const { notes, opened } = await apply(1);
  expect(opened).toEqual([]);
  expect(notes).toContain(stage.archive);
  await stands([]);
  expect(stage.terraformStarts().filter((line) => line.endsWith(' apply'))).toEqual([]);
  mendArchive();
});

test('with the archive back all three are opened', async () => {
  expect((await apply(0)).opened.map(({ grant }) => grant)).toEqual([alba, bo, mei]);
  before = await stands([alba, bo, mei]);
  expect(Object.keys(before.rules)).toHaveLength(2);
});

test('at an older commit nothing is opened and nothing is deleted', async () => {
  const archive = treeOf(stage.archive);
  stage.terraformStarts();
  const newest = await stage.head();
  await stage.checkout(old);
  expect((await apply(5)).codes).toEqual(['BG0703']);
  expect((await sweep(0)).notes).toContain('is not later than what was applied last');
  // A branch beside it is not later either.
  await stage.commit({ [stage.file('bo')]: files.bo });
  expect((await apply(5)).codes).toEqual(['BG0703']);
  await stage.checkout(newest);
  expect(await stage.answers()).toEqual(before);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.archive)).toEqual(archive);
});

test('deleting the file of a live grant ends it at the next sweep', async () => {
  await stage.commit({ [stage.file('mei')]: undefined });
  const { conclusions } = await sweep(0);
  expect(conclusions).toMatchObject([{ grant: mei, state: 'settling', why: 'its file was deleted' }]);
  const after = await stage.answers();
  expect(isDenied(after, mei)).toBe(true);
  expect(after.schedules[`${mei}-0`]).toBeUndefined();
  expect(ranges(before)).toContain('198.51.100.7/32');
  expect(ranges(after)).toEqual(['203.0.113.0/28']);
  for (const grant of [alba, bo]) expect(after.roles[grant]).toEqual(before.roles[grant]);
  before = after;
});

test('the sweep after it names what settles and does nothing: no Terraform, not a byte, exit 0', async () => {
  stage.terraformStarts();
  const tree = treeOf(stage.folder);
  expect((await sweep(0)).states).toEqual([`${mei} settling`]);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.folder)).toEqual(tree);
  expect(await stage.answers()).toEqual(before);
});

test('while the archive takes nothing, a sweep cuts and removes nothing, exit 9', async () => {
  await stage.commit({ [stage.file('alba')]: undefined });
  breakArchive();
  const archive = treeOf(stage.archive);
  const { states, conclusions } = await sweep(9);
  expect(states).toEqual([`${alba} residual`, `${mei} settling`]);
  expect(conclusions[0]?.open?.join(' ')).toContain('the archive did not take the record');
  const after = await stage.answers();
  expect(isDenied(after, alba)).toBe(true);
  expect(after.roles[alba]?.role.RoleId).toBe(before.roles[alba]?.role.RoleId);
  expect(after.schedules).toEqual(before.schedules);
  expect(after.rules).toEqual(before.rules);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.archive)).toEqual(archive);
});

test('with archive and files back, apply records the cut, finishes, and creates nothing again', async () => {
  mendArchive();
  await stage.commit({ [stage.file('alba')]: files.alba, [stage.file('mei')]: files.mei });
  const report = await apply(0);
  expect(report.opened).toEqual([]);
  expect(report.states).toEqual([`${alba} settling`, `${mei} settling`]);
  expect([...report.ended].sort()).toEqual([alba, mei]);
  expect(report.kept).toEqual([bo]);
  const after = await stage.answers();
  expect([isDenied(after, alba), isDenied(after, mei), isDenied(after, bo)]).toEqual([true, true, false]);
  expect(Object.keys(after.schedules)).toEqual([`${bo}-0`]);
  expect(after.rules).toEqual(before.rules);
  expect(after.roles[bo]).toEqual(before.roles[bo]);
  before = after;
});

test('a cut grant whose file was rewritten is an error and stays closed', async () => {
  await stage.commit({ [stage.file('mei')]: files.mei.replace('duration: 30m', 'duration: 25m') });
  const { codes, opened } = await apply(3);
  expect(codes).toEqual(['BG0334']);
  expect(opened).toEqual([]);
  expect(await stage.answers()).toEqual(before);
});

test('in the wrong account nothing is written, denied or called closed', async () => {
  stage.clock.jumpTo(plus(stage.endOf(bo), 2 * second));
  other = await startLocalAws({ account: '999988887777', region: home.region, clock: stage.clock });
  await makeRole(other, bo);
  const foreign = await answersOf(other.endpoint, home);
  const archive = treeOf(stage.archive);
  stage.terraformStarts();
  stage.gate.leadTo(other.endpoint);
  for (const report of [await sweep(5), await apply(5)]) {
    expect(report.codes).toEqual(['BG0701']);
    expect(report.problems[0]?.message).toContain('999988887777');
    expect([...report.conclusions, ...report.opened]).toEqual([]);
  }
  stage.gate.leadTo(stage.aws.endpoint);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.archive)).toEqual(archive);
  expect(await answersOf(other.endpoint, home)).toEqual(foreign);
  expect(await stage.answers()).toEqual(before);
});

test('without an archive the cut is on time', async () => {
  breakArchive();
  expect((await sweep(9)).states).toEqual([`${alba} residual`, `${bo} residual`, `${mei} residual`]);
  const after = await stage.answers();
  expect(isDenied(after, bo)).toBe(true);
  expect(after.rules).toEqual({});
  expect(Object.keys(after.schedules)).toEqual([`${bo}-0`]);
  mendArchive();
});

test('with it all is proven closed, and removed once no session can be left', async () => {
  stage.clock.jumpTo(plus(stage.endOf(bo), hour + minute));
  const { states } = await sweep(0);
  expect(states).toEqual([alba, bo, mei].flatMap((id) => [`${id} closed`, `${id} removed`]));
  await stands([]);
  const tree = treeOf(stage.folder);
  expect((await sweep(0)).states).toEqual([]);
  expect(treeOf(stage.folder)).toEqual(tree);
  expect((await stage.run(0, 'archive', 'verify', '--target', home.target)).codes).toEqual([]);
});

/** Exactly these roles stand; without any of them no rule and no schedule either. */
async function stands(grants: readonly string[]): Promise<Answers> {
  const answers = await stage.answers();
  expect(Object.keys(answers.roles)).toEqual(grants);
  if (grants.length === 0) expect(answers).toEqual({ roles: {}, rules: {}, schedules: {} });
  return answers;
}

/** What somebody else's account may hold under the very names of ours. */
async function makeRole({ endpoint }: LocalAws, RoleName: string): Promise<void> {
  const client = new IAMClient(connect({ region: home.region, endpoint }).settings);
  const Path = rolePath(home.target);
  await client.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: '{}' }));
  client.destroy();
}
