/** The adapter against the ssh-keygen of this machine. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSshSignature } from '../../../src/approval/sshsig.ts';
import { openSignatures } from '../../../src/outside/ssh-keygen.ts';
import { securityKey, softwareKey } from '../approval/ssh-keys.ts';

const namespace = 'approval@breakglass.v1';
const message = Buffer.from('{"what":"is signed"}');
const { keys, sign, verify } = openSignatures();
let folder: string;
const types = ['ed25519', 'ecdsa', 'rsa'] as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-keys-'));
  for (const type of types) {
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      type,
      '-N',
      '',
      '-C',
      `${type} of a test`,
      '-f',
      join(folder, type),
    ]);
  }
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function keyOf(type: string) {
  const [key] = await keys(join(folder, type));
  if (key === undefined) throw new Error('no key');
  return key;
}

describe.each(types)('a key of type %s', (type) => {
  test('signs, and is found good; our own reader sees the same key', async () => {
    const key = await keyOf(type);
    const armored = await sign(key, namespace, message);
    expect(await verify({ message, armored, namespace, keys: [softwareKey().line, key.line] })).toBe(true);
    expect(readSshSignature(armored)).toMatchObject({
      key: key.line.split(' ').slice(0, 2).join(' '),
      namespace,
      factor: 'software',
    });
  });

  test('is refused for other bytes, another namespace, another key, and without any', async () => {
    const key = await keyOf(type);
    const armored = await sign(key, namespace, message);
    const good = { message, armored, namespace, keys: [key.line] };
    for (const bad of [
      { ...good, message: Buffer.from('{"what":"is signeD"}') },
      { ...good, message: Buffer.alloc(0) },
      { ...good, namespace: 'git' },
      { ...good, keys: [softwareKey().line] },
      { ...good, keys: [] },
      { ...good, armored: '' },
      { ...good, armored: await sign(key, 'git', message) },
    ]) {
      expect(await verify(bad)).toBe(false);
    }
  });
});

test.each(['ed25519', 'ecdsa'] as const)(
  'ssh-keygen finds a security key of type %s good also when it was not touched; the reader tells',
  async (type) => {
    const key = securityKey(type);
    for (const [flags, factor] of [
      [0, 'software'],
      [1, 'touch'],
      [5, 'pin'],
    ] as const) {
      const armored = key.sign(message, { flags });
      expect(await verify({ message, armored, namespace, keys: [key.line] })).toBe(true);
      expect(readSshSignature(armored)?.factor).toBe(factor);
    }
  },
);

test('no flag can be set afterwards', async () => {
  const key = securityKey();
  const armored = key.sign(message, { flags: 0 });
  const other = key.sign(message, { flags: 0 });
  expect(await verify({ message, armored, namespace, keys: [key.line] })).toBe(true);
  const bytes = Buffer.from(other.split('\n').slice(1, -2).join(''), 'base64');
  const at = bytes.length - 5;
  expect(bytes[at]).toBe(0);
  bytes[at] = 1;
  const forged = `-----BEGIN SSH SIGNATURE-----\n${bytes.toString('base64').replace(/.{70}/g, '$&\n')}\n-----END SSH SIGNATURE-----\n`;
  expect(readSshSignature(forged)?.factor).toBe('touch');
  expect(await verify({ message, armored: forged, namespace, keys: [key.line] })).toBe(false);
});

test('a key line that says more than a key gets nothing by it', async () => {
  const [own, foreign] = [softwareKey(), softwareKey()];
  const armored = foreign.sign(message);
  const keys = [`${own.line} x\napprover ${foreign.line}`, `${own.line} ${foreign.line}`];
  expect(await verify({ message, armored, namespace, keys })).toBe(false);
});

test('keys of the home folder and of the agent are found; none is no failure', async () => {
  vi.stubEnv('HOME', folder);
  vi.stubEnv('SSH_AUTH_SOCK', '');
  expect(await keys(undefined)).toEqual([]);
});

test('the agent signs for a key of which only the public half is known', async () => {
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  try {
    vi.stubEnv('SSH_AUTH_SOCK', socket);
    vi.stubEnv('HOME', folder);
    await vi.waitFor(() => expect(existsSync(socket)).toBe(true), { timeout: 10_000 });
    execFileSync('ssh-add', ['-q', join(folder, 'ed25519')], { stdio: 'ignore' });
    const [key, ...others] = await keys(undefined);
    if (key === undefined) throw new Error('no key');
    expect(others).toEqual([]);
    expect(key).toEqual({ line: (await keyOf('ed25519')).line, file: undefined });
    const armored = await sign(key, namespace, message);
    expect(await verify({ message, armored, namespace, keys: [key.line] })).toBe(true);
  } finally {
    agent.kill();
    vi.unstubAllEnvs();
  }
});

test('a key that is not there, and one that does not sign', async () => {
  await expect(keys(join(folder, 'none'))).rejects.toThrow(/none\.pub cannot be read: it does not exist/);
  const key = await keyOf('ed25519');
  await expect(sign({ ...key, file: join(folder, 'none') }, namespace, message)).rejects.toThrow(
    /ssh-keygen did not sign: /,
  );
  vi.stubEnv('SSH_AUTH_SOCK', '');
  await expect(sign({ ...key, file: undefined }, namespace, message)).rejects.toMatchObject({
    hint: expect.stringContaining('ssh-add'),
  });
});

test('without ssh-keygen it says what to install', async () => {
  const key = await keyOf('ed25519');
  vi.stubEnv('PATH', folder);
  const missing = {
    message: expect.stringContaining('no `ssh-keygen`'),
    hint: expect.stringContaining('install'),
  };
  await expect(
    verify({ message, armored: softwareKey().sign(message), namespace, keys: [key.line] }),
  ).rejects.toMatchObject(missing);
  await expect(sign(key, namespace, message)).rejects.toMatchObject(missing);
  vi.unstubAllEnvs();
});

test('nothing stays in the folder for temporary files', async () => {
  const own = mkdtempSync(join(folder, 'tmp-'));
  vi.stubEnv('TMPDIR', own);
  const key = await keyOf('ed25519');
  await verify({
    message,
    armored: await sign({ ...key, file: join(folder, 'ed25519') }, namespace, message),
    namespace,
    keys: [key.line],
  });
  await sign({ ...key, file: undefined }, namespace, message).catch(() => undefined);
  expect(readdirSync(own)).toEqual([]);
  expect(readFileSync(join(folder, 'ed25519.pub'), 'utf8')).toContain('ed25519 of a test');
});
