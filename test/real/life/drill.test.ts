/** The drill as people run it: twice side by side, without its tools, and interrupted. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program, type Ran, type Running, root, start } from './command.ts';
import { programOnPath } from './environment.ts';
import { descendantsOf, isAlive } from './processes.ts';

type Watched = Ran & { readonly started: ReadonlySet<number> };

let scratch = '';
let printed: Watched;
let object: Watched;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'breakglass-drills-'));
  [printed, object] = await Promise.all([
    watch(start('npm', ['run', '--silent', 'drill'], place('printed'))),
    watch(start(process.execPath, [program, 'drill', '--json'], place('object'))),
  ]);
}, 300_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the whole life, each step with its time, in under four minutes', () => {
  expect(printed.exit, printed.notes).toBe(0);
  expect(printed.seconds).toBeLessThan(240);
  const steps = stepsIn(printed.stdout);
  expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
  const titles = steps.map(({ title }) => title).join('\n');
  const inOrder = [
    'tools found',
    'local AWS started',
    'estate locked',
    'files checked',
    'nothing stands before',
    'planned, reviewed, applied by Terraform',
    'seen through the AWS API',
    'time passes',
    'swept: cut, recorded, removed, probed',
    'an hour later',
    'denied roles removed',
    'nothing is left',
    'nothing to do',
    'archive verified',
  ];
  expect(titles).toMatch(new RegExp(inOrder.join('[^]*')));
  for (const said of [
    'Terraform v1',
    'moto at http',
    'AWSDenyAll',
    '0 roles, 0 openings, 0 schedules',
    'intact:',
  ])
    expect(printed.stdout).toContain(said);
  expect(printed.stdout).toMatch(/the whole life of the grants in \d+ s/);
  process.stdout.write(`  two drills side by side: ${printed.seconds.toFixed(0)} s\n`);
});

test('with --json it is one object, with the same steps', () => {
  expect(object.exit, object.notes).toBe(0);
  const { schemaVersion, command, steps, limits } = JSON.parse(object.stdout);
  expect({ schemaVersion, command }).toEqual({ schemaVersion: 1, command: 'drill' });
  const titles = steps.map(({ title }: { readonly title: string }) => title);
  expect(titles).toEqual(stepsIn(printed.stdout).map(({ title }) => title));
  for (const { milliseconds, proven } of steps) {
    expect(milliseconds).toBeGreaterThanOrEqual(0);
    expect(proven.length).toBeGreaterThan(0);
  }
  expect(limits.length).toBeGreaterThan(0);
});

test('no process and no folder of them is left', async () => {
  for (const { started } of [printed, object]) {
    expect(started.size).toBeGreaterThan(3);
    await allGone(started);
  }
  expect(['printed', 'object'].map((name) => left(name))).toEqual([[], []]);
});

test.each([
  ['terraform', ['git'], /terraform.*\n.*curl .*terraform|brew install/],
  ['git', ['terraform'], /git.*\n.*(apt-get install git|xcode-select --install)/],
  ['moto', ['terraform', 'git'], /moto.*\n.*pip install 'moto\[server\]'/],
])('without %s: one message with the command that mends it, exit 1', async (name, present, message) => {
  const bin = join(scratch, `bin-${name}`);
  mkdirSync(bin);
  for (const tool of present) symlinkSync(programOnPath(tool), join(bin, tool));
  const { folder, environment } = place(`without-${name}`);
  const ran = await watch(
    start(process.execPath, [program, 'drill'], { folder, environment: { ...environment, PATH: bin } }),
  );
  expect(ran.exit).toBe(1);
  expect(ran.notes.trim()).toMatch(message);
  expect(ran.notes.match(/failed/g)).toHaveLength(1);
  expect(stepsIn(ran.stdout).length).toBeLessThanOrEqual(1);
  await allGone(ran.started);
  expect(left(`without-${name}`)).toEqual([]);
});

test('Ctrl-C in the middle: exit 130, and neither moto nor a folder is left', async () => {
  const running = start(process.execPath, [program, 'drill'], place('interrupted'));
  const watched = watch(running);
  await until(() => left('interrupted').some((name) => name.includes('drill')) && isApplying(running));
  const began = performance.now();
  process.kill(-(running.child.pid ?? 0), 'SIGINT');
  const { exit, notes, stdout, started } = await watched;
  expect(exit, notes).toBe(130);
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(notes).toContain('interrupted');
  expect(stdout).not.toContain('the whole life');
  await allGone(started);
  expect(left('interrupted')).toEqual([]);
});

/** No variable of ours; a folder for temporary files of its own, so that nothing left in it is overlooked. */
function place(name: string) {
  const temporary = join(scratch, name);
  mkdirSync(temporary);
  const { PATH = '', HOME = scratch } = process.env;
  return { folder: root, environment: { PATH, HOME, TMPDIR: temporary } };
}

/** What breakglass left there; other tools of the machine have their own folders. */
function left(name: string): string[] {
  return readdirSync(join(scratch, name)).filter((entry) => entry.startsWith('breakglass'));
}

/** Notes every process that it starts, until it has ended. */
async function watch({ child, ended }: Running): Promise<Watched> {
  const started = new Set<number>();
  const timer = setInterval(() => {
    for (const pid of descendantsOf(child.pid ?? 0)) started.add(pid);
  }, 200);
  const ran = await ended.finally(() => clearInterval(timer));
  return { ...ran, started };
}

async function allGone(started: ReadonlySet<number>): Promise<void> {
  const alive = () => [...started].filter(isAlive);
  for (let tries = 0; tries < 50 && alive().length > 0; tries += 1) await pause(100);
  expect(alive()).toEqual([]);
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 600) throw new Error('it never came to that');
    await pause(100);
  }
}

/** Terraform's provider is running: it plans or applies. */
function isApplying({ child }: Running): boolean {
  return descendantsOf(child.pid ?? 0, /terraform-provider/).length > 0;
}

/** ` 8  planned, reviewed, applied by Terraform        13.9 s` */
function stepsIn(text: string): { readonly number: number; readonly title: string }[] {
  const lines = [...text.matchAll(/^ ?(\d+) {2}(\S.*?) +\d+\.\d s$/gm)];
  return lines.map(([, number, title]) => ({ number: Number(number), title: title ?? '' }));
}
