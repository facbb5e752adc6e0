/**
 * From its warrant on a grant is what the warrant says: nothing that happens to files, estate,
 * playbook or lock file changes, lengthens or saves it.
 */
import { ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, minute, plus, second } from '../../../src/grant/lifetime.ts';
import { awsDenyAll } from '../../../src/grant/names.ts';
import { connect } from '../../../src/outside/aws/connection.ts';
import type { Answers } from './answers.ts';
import { home, openStage, type Stage } from './stage.ts';
import { treeOf } from './tree.ts';

const lockFile = `estate/${home.target}.lock.json`;
const estate = 'estate/quillmark.yaml';

let stage: Stage;
let boFile = '';
let before: Answers;
let alba = '';
let bo = '';
let lena = '';

beforeAll(async () => {
  stage = await openStage(['alba', 'bo', 'lena']);
  ({ alba, bo, lena } = stage.id);
  boFile = stage.text(stage.file('bo'));
  await stage.commit({ [stage.file('bo')]: undefined });
});

afterAll(() => stage?.close());

const apply = (exit: number) => stage.run(exit, 'apply', '--target', home.target);
const sweep = (exit: number) => stage.run(exit, 'sweep', '--target', home.target);

test.each([
  ['port', '"port": 5432', '"port": 5433'],
  ['resourceId', '"resourceId": "cluster-', '"resourceId": "cluster-X'],
])('a lock file with another %s than AWS has: refused, named, nothing opened', async (field, is, other) => {
  const locked = stage.text(lockFile);
  await stage.commit({ [lockFile]: locked.replace(is, other) });
  const { codes, problems } = await apply(5);
  expect(codes).toEqual(['BG0257']);
  expect(problems[0]?.message).toContain(`databases.orders-prod.${field}`);
  await nothingStands();
  await stage.commit({ [lockFile]: locked });
});

test('AWS that has changed since the estate was locked is refused too', async () => {
  await movePort(6432);
  const { codes, problems } = await apply(5);
  expect(codes).toEqual(['BG0257']);
  expect(problems[0]?.message).toContain('databases.orders-prod.port');
  await nothingStands();
  await movePort(5432);
});

test('two grants open, each for its own time from now', async () => {
  const began = Date.now();
  const { opened, notes, codes } = await apply(0);
  expect(codes).toEqual([]);
  expect(opened.map(({ grant }) => grant)).toEqual([lena, alba]);
  for (const [grant, minutes] of [
    [lena, 30],
    [alba, 60],
  ] as const) {
    const end = at(opened.find((one) => one.grant === grant)?.end ?? '');
    expect(end - began).toBeGreaterThan(minutes * minute - second);
    expect(end - began).toBeLessThan((minutes + 1) * minute);
  }
  expect(notes).toContain(`the warrants of ${lena}, ${alba}`);
  before = await stage.answers();
  expect(Object.keys(before.roles)).toEqual([lena, alba]);
  expect(Object.keys(before.rules)).toHaveLength(1);
  expect(Object.keys(before.schedules).sort()).toEqual([`${lena}-0`, `${alba}-0`]);
  for (const { role, attached, inline } of Object.values(before.roles)) {
    expect(role.PermissionsBoundary?.PermissionsBoundaryArn).toContain('policy/breakglass-prod-eu-boundary');
    expect(attached).toEqual([]);
    expect(Object.keys(inline)).toEqual(['breakglass']);
  }
});

test('edited files and another grant move no end by a second and change nothing that stands', async () => {
  const warrants = warrantTree();
  const playbook = 'playbooks/orders-db-read.yaml';
  await stage.commit({
    [stage.file('alba')]: stage.text(stage.file('alba')).replace('duration: 60m', 'duration: 90m'),
    [stage.file('lena')]: stage.text(stage.file('lena')).replace('[GetItem, UpdateItem]', '[GetItem]'),
    [playbook]: stage.text(playbook).replace('maxDuration: 120m', 'maxDuration: 100m'),
    [estate]: stage.text(estate).replace('198.51.100.7/32', '198.51.100.9/32'),
    [stage.file('bo')]: boFile,
  });
  const report = await apply(3);
  expect(report.codes).toEqual(['BG0333', 'BG0333']);
  expect(report.opened.map(({ grant }) => grant)).toEqual([bo]);
  expect([...report.kept].sort()).toEqual([lena, alba]);
  const after = await stage.answers();
  expect(Object.keys(after.roles)).toEqual([lena, alba, bo]);
  for (const grant of [lena, alba]) {
    expect(after.roles[grant]).toEqual(before.roles[grant]);
    expect(after.schedules[`${grant}-0`]).toEqual(before.schedules[`${grant}-0`]);
  }
  expect(after.rules).toEqual(before.rules);
  expect(warrantTree()).toMatchObject(warrants);
  before = after;
});

test('applying again opens nothing, starts no Terraform and changes nothing', async () => {
  stage.terraformStarts();
  const archive = treeOf(stage.archive);
  const { opened, kept } = await apply(3);
  expect(opened).toEqual([]);
  expect(kept).toHaveLength(3);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.archive)).toEqual(archive);
  expect(await stage.answers()).toEqual(before);
});

test('two of three end over broken files, and the third keeps its role, its rule and its schedule', async () => {
  await stage.commit({
    [stage.file('alba')]: 'person: [\n',
    'playbooks/orders-db-read.yaml': undefined,
    [lockFile]: undefined,
    [estate]: 'people: [\n',
  });
  stage.clock.jumpTo(plus(stage.endOf(alba), 2 * second));
  const report = await sweep(0);
  expect(report.states).toEqual([`${lena} closed`, `${alba} closed`]);
  expect(report.conclusions.map(({ why }) => why)).toEqual(['its time is up', 'its time is up']);
  expect(report.live).toMatchObject([{ grant: bo }]);
  const after = await stage.answers();
  expect(after.roles[bo]).toEqual(before.roles[bo]);
  expect(after.rules).toEqual(before.rules);
  expect(after.schedules).toEqual({ [`${bo}-0`]: before.schedules[`${bo}-0`] });
  for (const grant of [lena, alba]) {
    const { role, attached, inline } = after.roles[grant] ?? {};
    expect(role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(awsDenyAll);
    expect(attached).toEqual([awsDenyAll]);
    expect(role?.RoleId).toBe(before.roles[grant]?.role.RoleId);
    expect(inline).toEqual(before.roles[grant]?.inline);
  }
  before = after;
});

test('a second sweep finds nothing to do: no Terraform, not a byte, exit 0', async () => {
  stage.terraformStarts();
  const tree = treeOf(stage.folder);
  const report = await sweep(0);
  expect(report.states).toEqual([]);
  expect(report.live).toMatchObject([{ grant: bo }]);
  expect(stage.terraformStarts()).toEqual([]);
  expect(treeOf(stage.folder)).toEqual(tree);
  expect(treeOf(stage.environment['TMPDIR'] ?? '')).toEqual({});
  expect(await stage.answers()).toEqual(before);
});

async function nothingStands(): Promise<void> {
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  expect(stage.terraformStarts()).toEqual([]);
  expect(warrantTree()).toEqual({});
}

function warrantTree() {
  return Object.fromEntries(
    Object.entries(treeOf(stage.archive)).filter(([path]) => path.startsWith('warrants/')),
  );
}

async function movePort(Port: number): Promise<void> {
  const rds = new RDSClient(connect({ region: home.region, endpoint: stage.aws.endpoint }).settings);
  await rds.send(
    new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders-prod', Port, ApplyImmediately: true }),
  );
  rds.destroy();
}
