/** `.ci/run` with programs that only pretend: what it runs, what it counts, and when it fails. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';

const script = resolve(import.meta.dirname, '../../../.ci/run');

/** Answers like vitest's JSON reporter, with the counts that the environment has for this command. */
const npm = `#!/bin/sh
echo "$*" >> "$CALLS"
for last; do :; done
case "$*" in
  ci) exit $CI_EXIT ;;
  test*) echo "$FAST" > "\${last#--outputFile.json=}"; exit $FAST_EXIT ;;
  "run test:weaken"*) echo "$WEAKEN" > "\${last#--outputFile.json=}"; exit $WEAKEN_EXIT ;;
  "run drill") exit $DRILL_EXIT ;;
  "run test:real"*) echo "$REAL" > "\${last#--outputFile.json=}"; exit $REAL_EXIT ;;
esac
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakglass-ci-'));
  await mkdir(join(folder, '.ci'));
  await cp(script, join(folder, '.ci/run'));
  for (const [name, text] of Object.entries({ npm, terraform: '#!/bin/sh\n', moto_server: '#!/bin/sh\n' })) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('runs everything and sums all suites', async () => {
  const { exitCode, last, calls } = await run({});
  expect(last).toBe('15 passed, 0 failed, 0 skipped');
  expect(exitCode).toBe(0);
  const wanted = ['ci', 'test', 'run test:weaken', 'run drill', 'run test:real'];
  expect(calls.map((call) => call.split(' -- ')[0])).toEqual(wanted);
});

it.each([
  ['failed tests once', { FAST: counts(8, 2), FAST_EXIT: '1' }, '13 passed, 2 failed, 0 skipped'],
  [
    'a check that no case needs',
    { WEAKEN: counts(2, 1), WEAKEN_EXIT: '1' },
    '14 passed, 1 failed, 0 skipped',
  ],
  ['a check before the tests', { FAST: '', FAST_EXIT: '1' }, '5 passed, 1 failed, 0 skipped'],
  ['an error outside of a test', { REAL_EXIT: '1' }, '15 passed, 1 failed, 0 skipped'],
  ['a suite that says nothing', { REAL: '' }, '13 passed, 1 failed, 0 skipped'],
  ['a drill that fails', { DRILL_EXIT: '1' }, '15 passed, 1 failed, 0 skipped'],
  ['a skipped test', { FAST: counts(10, 0, 1) }, '15 passed, 0 failed, 1 skipped'],
  [
    'no tests at all',
    { FAST: counts(0), WEAKEN: counts(0), REAL: counts(0) },
    '0 passed, 0 failed, 0 skipped',
  ],
])('fails for %s', async (_what, environment, wanted) => {
  const { exitCode, last, calls } = await run(environment);
  expect(last).toBe(wanted);
  expect(exitCode).toBe(1);
  expect(calls).toHaveLength(5);
});

it('ends when nothing can be installed', async () => {
  const { exitCode, last, calls } = await run({ CI_EXIT: '1' });
  expect([exitCode, last, calls]).toEqual([1, '0 passed, 1 failed, 0 skipped', ['ci']]);
});

it.each(['terraform', 'moto_server'])('says how to get %s', async (program) => {
  await rm(join(folder, program));
  const path = [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const { exitCode, stderr, calls } = await run({ PATH: path });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(new RegExp(`^${program} is not on PATH\\. Install `));
  expect(calls).toEqual([]);
});

function counts(passed: number, failed = 0, pending = 0): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
  });
}

async function run(environment: Record<string, string>) {
  const log = join(folder, 'calls');
  await writeFile(log, '');
  const { exitCode, stdout, stderr } = await execa(join(folder, '.ci/run'), {
    reject: false,
    env: {
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      CALLS: log,
      CI_EXIT: '0',
      FAST: counts(10),
      FAST_EXIT: '0',
      WEAKEN: counts(3),
      WEAKEN_EXIT: '0',
      DRILL_EXIT: '0',
      REAL: counts(2),
      REAL_EXIT: '0',
      ...environment,
    },
  });
  const calls = (await readFile(log, 'utf8')).split('\n').filter((call) => call !== '');
  return { exitCode, stderr, last: stdout.split('\n').at(-1), calls };
}
