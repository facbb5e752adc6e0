/** Ctrl-C and its like, sent to the built program as a terminal or a pipeline would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { machineClock } from '../../src/outside/clock.ts';
import { makeArchive } from './archive.ts';
import { type Built, build } from './built.ts';
import { faultsOf } from './output.ts';
import { committed } from './repository.ts';
import { answerCaller } from './stub.ts';

let built: Built;
let home: string;
let aws: Server;
/** The calls that were made, in order; those that are not about the caller are never answered. */
let calls: string[];
let running: ChildProcess | undefined;

beforeAll(async () => {
  built = await build();
}, 60_000);
afterAll(() => built.remove());

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'breakglass-interrupt-'));
  mkdirSync(join(home, 'tmp'));
  for (const folder of ['grants', 'estate']) mkdirSync(join(home, 'repository', folder), { recursive: true });
  calls = [];
  aws = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      calls.push(body);
      if (body.includes('GetCallerIdentity') && !silent) answerCaller(response, '111122223333');
      else if (refusing) response.writeHead(403).end('{}');
    });
  });
  silent = false;
  refusing = false;
  aws.listen(0, '127.0.0.1');
  await once(aws, 'listening');
  const { port } = aws.address() as AddressInfo;
  const place = { root: join(home, 'repository'), target: 'prod-eu', endpoint: `http://127.0.0.1:${port}` };
  writeEstate();
  const commit = committed(place.root);
  await makeArchive({ ...place, now: machineClock.now(), commit }, ['over']);
});

afterEach(() => {
  aws.closeAllConnections();
  aws.close();
  if (running?.exitCode === null) running.kill('SIGKILL');
  rmSync(home, { recursive: true });
});

/** AWS does not even say who calls. */
let silent = false;
/** AWS answers with a refusal what it did not answer before. */
let refusing = false;

/** In a group of its own, so that a signal to the group is what Ctrl-C at a terminal is. */
function start(args: readonly string[], path = process.env['PATH']) {
  const child = spawn(process.execPath, [built.cli, ...args], {
    cwd: join(home, 'repository'),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: path, HOME: home, TMPDIR: join(home, 'tmp'), AWS_EC2_METADATA_DISABLED: 'true' },
  });
  running = child;
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said.err += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 400) throw new Error(`waited in vain for: ${what}`);
    await pause(50);
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s before anything was begun ends at once',
  async (signal) => {
    silent = true;
    const { child, said, ended } = start(['sweep', '--target', 'prod-eu']);
    await until(() => calls.length > 0, 'the first call');
    child.kill(signal);
    expect(await ended).toBe(130);
    expect(said.err).toMatch(/\ninterrupted: nothing was changed\n {2}help: run the same command again\n$/);
    expect(said.out).toBe('');
  },
);

test.each([
  ['apply', '--target', 'prod-eu'],
  ['sweep', '--target', 'prod-eu', '--dry-run'],
  ['estate', 'lock', '--target', 'prod-eu'],
])('%s %s %s that waits for the first answer changed nothing', async (...args) => {
  silent = true;
  const { child, said, ended } = start(args);
  await until(() => calls.length > 0 || child.exitCode !== null, 'the first call');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said.err).toMatch(/\ninterrupted: nothing was changed\n {2}help: run the same command again\n$/);
  expect(said.out).toBe('');
});

test.each([
  [
    ['apply'],
    'grants may be open in part, none beyond its end',
    'run `breakglass status`, then `breakglass sweep --target prod-eu`',
  ],
  [['estate', 'lock'], 'nothing was changed', 'run the same command again'],
] as const)('%s that waits for a later answer says what may be left', async (command, left, next) => {
  const { child, said, ended } = start([...command, '--target', 'prod-eu']);
  await until(
    () => calls.some((call) => !call.includes('GetCallerIdentity')) || child.exitCode !== null,
    'a later call',
  );
  child.kill('SIGINT');
  await pause(300);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said.err.endsWith(`\ninterrupted: ${left}\n  help: ${next}\n`)).toBe(true);
  expect(readdirSync(join(home, 'repository', 'estate')).sort()).toEqual([
    'prod-eu.lock.json',
    'quillmark.yaml',
  ]);
});

test('with --json there is one object too', async () => {
  silent = true;
  const { child, said, ended } = start(['estate', 'lock', '--target', 'prod-eu', '--json']);
  await until(() => calls.length > 0 || child.exitCode !== null, 'the first call');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(faultsOf(said.out)).toEqual([]);
  expect(JSON.parse(said.out)).toMatchObject({
    command: 'estate lock',
    error: { message: 'nothing was changed', hint: 'run the same command again' },
  });
});

test('what was begun is waited for, and left at the second Ctrl-C', async () => {
  const { child, said, ended } = start(['sweep', '--target', 'prod-eu']);
  await until(() => calls.some((call) => !call.includes('GetCallerIdentity')), 'what stands');
  child.kill('SIGINT');
  await until(() => said.err.includes('stopping'), 'word of the interrupt');
  await pause(300);
  expect(child.exitCode).toBeNull();
  child.kill('SIGTERM');
  await pause(300);
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said.err).toMatch(
    /\ninterrupted: access that was being ended may still be open\n {2}help: run `breakglass sweep --target prod-eu` again: it goes on where it stopped\n$/,
  );
});

test('a door that was not proven closed counts for more than the interrupt, and both are said', async () => {
  const { child, said, ended } = start(['sweep', '--target', 'prod-eu']);
  await until(() => calls.some((call) => !call.includes('GetCallerIdentity')), 'what stands');
  child.kill('SIGINT');
  await until(() => said.err.includes('stopping'), 'word of the interrupt');
  refusing = true;
  aws.closeAllConnections();
  expect(await ended).toBe(9);
  expect(said.out).toMatch(/^NOT PROVEN CLOSED {2}2025-03-14-orders-read-bo: its time is up\n/);
  expect(said.err).toContain('\ninterrupted: access that was being ended may still be open\n');
}, 60_000);

test('an interrupted drill leaves no process and no folder', async () => {
  const bin = fakeTools();
  const { child, said, ended } = start(['drill'], `${bin}:${process.env['PATH']}`);
  await until(() => said.out.includes('local AWS started') || child.exitCode !== null, 'the local AWS');
  const server = Number(readFileSync(join(home, 'moto.pid'), 'utf8'));
  expect(readdirSync(join(home, 'tmp')).filter((name) => name.startsWith('breakglass-drill-'))).toHaveLength(
    1,
  );
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await ended).toBe(130);
  expect(said.err).toContain('interrupted: nothing was changed here; the local AWS has ended\n');
  expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  await until(() => !alive(server), 'the end of moto');
}, 30_000);

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** One grant that the drill would take, in an estate that can be locked. */
function writeEstate(): void {
  const text = readFileSync(join(import.meta.dirname, 'repository.txtar'), 'utf8');
  for (const part of text.split(/^-- /m).slice(1)) {
    const [path = '', ...lines] = part.split('\n');
    if (path.includes('{today}')) continue;
    const file = join(home, 'repository', path.replace(/ --$/, ''));
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, lines.join('\n'));
  }
}

/** A Terraform that says its version, and a moto that starts and then answers nothing. */
function fakeTools(): string {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'terraform'), '#!/bin/sh\necho Terraform v1.15.0\n');
  writeFileSync(
    join(bin, 'moto_server'),
    `#!${process.execPath}
require('node:fs').writeFileSync('${join(home, 'moto.pid')}', String(process.pid));
require('node:http').createServer((request, response) => {
  if (request.url === '/moto-api/data.json') response.end('{}');
}).listen(Number(process.argv.at(-1)), '127.0.0.1');
`,
  );
  for (const name of ['terraform', 'moto_server']) chmodSync(join(bin, name), 0o755);
  return bin;
}
