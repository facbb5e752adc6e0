/** Twenty grants in one target: opened by one apply, ended by one sweep. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hour, plus } from '../../../src/grant/lifetime.ts';
import { home, openStage, type Stage } from './stage.ts';

const playbook = 'playbooks/orders-db-read.yaml';

let stage: Stage;
let ids: string[] = [];

beforeAll(async () => {
  stage = await openStage(['alba']);
  const text = stage.text(stage.file('alba'));
  ids = Array.from({ length: 20 }, (_, n) => `${stage.id.alba}-${String(n + 1).padStart(2, '0')}`);
  const grants = ids.map((id, n) => [`grants/${id}.yaml`, grantOf(text, id, n)] as const);
  const wide = stage.text(playbook).replace('maxLive: 3', 'maxLive: 20');
  await stage.commit({ ...Object.fromEntries(grants), [playbook]: wide, [stage.file('alba')]: undefined });
});

afterAll(() => stage?.close());

/** Two people, from two networks. */
function grantOf(text: string, id: string, n: number): string {
  return text
    .replace(/^id: .*$/m, `id: ${id}`)
    .replace('person: alba', `person: ${n % 2 === 0 ? 'alba' : 'bo'}`)
    .replace('from: office-vpn', `from: ${n % 3 === 0 ? 'bastion-eu' : 'office-vpn'}`);
}

test('one apply opens twenty', async () => {
  stage.terraformStarts();
  const { opened } = await stage.run(0, 'apply', '--target', home.target);
  expect(opened.map(({ grant }) => grant)).toEqual(ids);
  expect(stage.terraformStarts().filter((line) => line.endsWith(' apply'))).toHaveLength(1);
  const { roles, rules, schedules } = await stage.answers();
  expect(Object.keys(roles)).toEqual(ids);
  expect(Object.keys(schedules).sort()).toEqual(ids.map((id) => `${id}-0`));
  expect(Object.keys(rules)).toHaveLength(2);
});

test('one sweep ends twenty, and nothing is left', async () => {
  stage.clock.jumpTo(plus(stage.endOf(ids[0] ?? ''), hour + hour));
  const { states } = await stage.run(0, 'sweep', '--target', home.target);
  expect(states).toEqual(ids.flatMap((id) => [`${id} closed`, `${id} removed`]));
  expect(await stage.answers()).toEqual({ roles: {}, rules: {}, schedules: {} });
  const state = JSON.parse(stage.text(`.breakglass/${home.target}/terraform/terraform.tfstate`));
  expect(state.resources).toEqual([]);
  expect((await stage.run(0, 'archive', 'verify', '--target', home.target)).codes).toEqual([]);
});
