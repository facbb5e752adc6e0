/**
 * The tool dies by SIGKILL, with the real Terraform, at every start of a child, at objects of the
 * archive and in the middle of changes. One death follows another, and each run goes on from what
 * the one before has left; in the end nothing is left over and nothing is recorded that was not.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, minute, plus } from '../../../src/grant/lifetime.ts';
import { isDenied } from './answers.ts';
import { atObject, atRequest, atStartOf, inSynthesis, killAt, type Point } from './kills.ts';
import { endingsOf, entriesOf, liveWarrants, unlogged, warrantsOf } from './records.ts';
import { home, openStage, type Stage } from './stage.ts';

const playbook = 'playbooks/orders-db-read.yaml';

/** In the order of a run. Up to the warrant the next run wants the same grants again. */
const applying: readonly Point[] = [
  atStartOf('version'),
  atStartOf('init'),
  inSynthesis,
  atStartOf('plan'),
  atStartOf('show'),
  atObject(1),
  atObject(4),
  atStartOf('apply'),
  atRequest('Action=CreateRole', 'before'),
  atRequest('Action=CreateRole', 'after'),
  atRequest('/schedules/', 'after'),
  atRequest('Action=PutRolePolicy', 'after'),
  atRequest('Action=PutRolePolicy', 'before', 'goes on'),
];

const sweeping: readonly Point[] = [
  atRequest('Action=PutRolePermissionsBoundary', 'before'),
  atRequest('Action=AttachRolePolicy', 'after'),
  atObject(1),
  atObject(3),
  inSynthesis,
  atStartOf('state'),
  atStartOf('plan'),
  atStartOf('show'),
  atStartOf('apply'),
  atRequest('DELETE /schedules/', 'after'),
  atObject(5),
];

let stage: Stage;
let text = '';
const ids: string[] = [];
/** Ends of warrants, as they were first seen. */
const written = new Map<string, string>();

beforeAll(async () => {
  stage = await openStage(['alba']);
  text = stage.text(stage.file('alba'));
  const wider = stage.text(playbook).replace('maxLive: 3', 'maxLive: 20');
  await stage.commit({ [stage.file('alba')]: undefined, [playbook]: wider });
});

afterAll(() => stage?.close());

/** As the command line is called by everybody. */
const again = (verb: 'apply' | 'sweep', exit = 0) => stage.run(exit, verb, '--target', home.target);

test.each(applying.map((point, index) => [point.name, index, point] as const))(
  'apply dies when %s',
  async (_, index, point) => {
    if (index === 0 || stillWanted().length === 0) await commitGrant(`a${index}`);
    await killAt(stage, point, 'apply');
    await expectSound('killed');
  },
);

test('apply opens what no run has begun to open, and leaves the others alone', async () => {
  const wanted = [...stillWanted(), await commitGrant('kept'), ...(await commitFour())].sort();
  const before = await stage.answers();
  const { opened } = await again('apply');
  expect(opened.map(({ grant }) => grant).sort()).toEqual(wanted);
  const { roles } = await stage.answers();
  for (const [name, role] of Object.entries(before.roles)) expect(roles[name]).toEqual(role);
  await expectSound('done');
});

test('after the time of their plans, each stands as its warrant says or not at all', async () => {
  stage.clock.jumpTo(plus(stage.clock.now(), 11 * minute));
  await settle();
  const { live } = await again('sweep');
  const { roles, schedules } = await stage.answers();
  const standing = live.map(({ grant }) => grant).sort();
  for (const grant of standing) {
    expect(Object.keys(roles[grant]?.inline ?? {})).toEqual(['breakglass']);
    expect(roles[grant]?.attached).toEqual([]);
    expect(endingsOf(stage, grant)).toEqual([]);
  }
  expect(standing).toEqual(liveWarrants(stage).map(({ grant }) => grant));
  expect(Object.keys(schedules).sort()).toEqual(standing.map((grant) => `${grant}-0`));
  // What Terraform finished without its tool stands; what it did not begin was given up.
  expect(standing).toContain(ids.find((id) => id.endsWith(`a${applying.length - 1}`)));
  const kinds = ids.map((id) =>
    endingsOf(stage, id)
      .map(({ kind }) => kind)
      .join(),
  );
  expect(kinds).toContain('abandoned');
  expect(kinds.some((kind) => kind.startsWith('cut,removed,abandoned'))).toBe(true);
  await expectSound('done');
});

test.each(sweeping.map((point, index) => [point.name, index, point] as const))(
  'sweep dies when %s',
  async (_, index, point) => {
    if (index < 4) await stage.commit({ [`grants/${ids.at(-1 - index)}.yaml`]: undefined });
    await killAt(stage, point, 'sweep');
    expect(isDenied(await stage.answers(), kept())).toBe(false);
    await expectSound('killed');
  },
);

test('sweep ends what was withdrawn, and leaves the others alone', async () => {
  await settle();
  const { roles, schedules } = await stage.answers();
  for (const grant of ids.slice(-4)) {
    expect(isDenied({ roles, rules: {}, schedules }, grant)).toBe(true);
    expect(Object.keys(schedules)).not.toContain(`${grant}-0`);
    expect(endingsOf(stage, grant).filter(({ kind }) => kind === 'closed')).toHaveLength(1);
  }
  expect(roles[kept()]?.attached).toEqual([]);
  expect(Object.keys(schedules)).toContain(`${kept()}-0`);
  await expectSound('done');
});

test('all of it ends on its own date, and nothing is left', async () => {
  stage.clock.jumpTo(plus(stage.clock.now(), 4 * hour));
  await settle();
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  expect(await again('sweep')).toMatchObject({ states: [], live: [] });
  const terraform = `.breakglass/${home.target}/terraform`;
  expect(JSON.parse(stage.text(`${terraform}/terraform.tfstate`)).resources).toEqual([]);
  expect(readdirSync(join(stage.folder, terraform, 'work'))).toEqual([]);
  await expectSound('done');
});

/** A grant of its own for each death after a warrant, because an id is used once. */
async function commitGrant(name: string): Promise<string> {
  const id = `${stage.id.alba}-${name}`;
  ids.push(id);
  await stage.commit({ [`grants/${id}.yaml`]: text.replaceAll(stage.id.alba, id) });
  return id;
}

async function commitFour(): Promise<string[]> {
  const made: string[] = [];
  for (const name of ['w1', 'w2', 'w3', 'w4']) made.push(await commitGrant(name));
  return made;
}

function kept(): string {
  return ids.find((id) => id.endsWith('-kept')) ?? '';
}

function stillWanted(): string[] {
  return ids.filter((id) => warrantsOf(stage, id).length === 0);
}

/** Sweeps until nothing is done any more; what settles takes a second look. */
async function settle(): Promise<void> {
  for (let looks = 0; looks < 3; looks += 1) {
    const { states } = await again('sweep');
    if (states.length === 0) return;
    stage.clock.jumpTo(plus(stage.clock.now(), 3 * minute));
  }
}

/** Whatever has happened: one live warrant of a grant, no end moved, nothing said twice, and the chain is whole. */
async function expectSound(when: 'killed' | 'done'): Promise<void> {
  const live = liveWarrants(stage).map(({ grant }) => grant);
  expect(live).toEqual([...new Set(live)]);
  for (const id of ids) {
    for (const warrant of warrantsOf(stage, id)) {
      const key = `${id} ${warrant.n}`;
      expect(warrant.end).toBe(written.get(key) ?? warrant.end);
      written.set(key, warrant.end);
    }
  }
  const applied = entriesOf(stage).flatMap(({ kind, grant }) => (kind === 'applied' ? [grant?.id] : []));
  expect(applied).toEqual([...new Set(applied)]);
  const { problems } = await stage.run(0, 'archive', 'verify', '--target', home.target);
  expect(problems.filter(({ message }) => !unlogged[when].test(message))).toEqual([]);
}
