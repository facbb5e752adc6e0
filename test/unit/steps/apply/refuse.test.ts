import { expect, it } from 'vitest';
import type { Genesis } from '../../../../src/archive/records.ts';
import { refuseClock, refuseCommit, refuseTarget } from '../../../../src/steps/apply/refuse.ts';
import { scene } from '../../../world/scene.ts';

const local: Genesis = {
  v: 'breakglass/genesis/1',
  log: 'f'.repeat(32),
  target: 'prod-eu',
  account: '111122223333',
  region: 'eu-central-1',
  state: { kind: 'local' },
  archive: { kind: 'directory' },
  endpoint: 'http://127.0.0.1:1',
  at: '2026-11-22T00:00:00.000Z',
};

it.each<[string, Genesis, string[]]>([
  ['a local target', local, []],
  ['AWS itself', { ...local, endpoint: null, state: { kind: 's3' } }, ['BG0704']],
  ['a local target with its state in S3', { ...local, state: { kind: 's3' } }, []],
  ['AWS itself with a local state', { ...local, endpoint: null }, ['BG0704']],
])('while approvals are not proven: %s', (_, genesis, codes) => {
  expect(refuseTarget(genesis).map(({ code }) => code)).toEqual(codes);
});

it.each([
  [0, []],
  [31_000, []],
  [31_001, ['BG0702']],
  [-31_000, []],
  [-31_001, ['BG0702']],
])('a clock that is off by %i ms, known to the second', (offsetMs, codes) => {
  expect(refuseClock({ offsetMs, uncertaintyMs: 1000 }).map(({ code }) => code)).toEqual(codes);
});

it('takes the last commit and later ones only, and not what git cannot say', async () => {
  const { repository, commit } = await scene([]);
  const [first, second] = [commit({}), commit({})];
  const refused = async (commit: string, last: string | undefined) =>
    (await refuseCommit(repository, commit, last)).map(({ code }) => code);
  expect(await refused(first, undefined)).toEqual([]);
  expect(await refused(second, first)).toEqual([]);
  expect(await refused(first, first)).toEqual([]);
  expect(await refused(first, second)).toEqual(['BG0703']);
  expect(await refused(second, 'd'.repeat(40))).toEqual(['BG0703']);
});
