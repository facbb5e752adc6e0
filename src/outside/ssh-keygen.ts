/**
 * Signatures by SSH keys, made and judged by OpenSSH's own ssh-keygen: with the agent, and with
 * security keys. Files for it lie in a folder of their own, which goes with the call.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Signatures, SignedMessage, SigningKey } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import { systemOutage } from './system-errors.ts';

const quick = 10_000;
/** Somebody has to find the key and touch it. */
const patience = 120_000;
/** The name under which the keys are listed: ssh-keygen asks for one. */
const principal = 'approver';

export function openSignatures(): Signatures {
  return { keys, sign, verify };
}

async function keys(key: string | undefined): Promise<SigningKey[]> {
  if (key !== undefined) {
    const file = key.replace(/\.pub$/, '');
    return [{ line: await lineIn(`${file}.pub`), file }];
  }
  return [...(await keysAtHome()), ...(await keysOfAgent())];
}

async function lineIn(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw systemOutage(`the public key ${path} cannot be read`, error);
  }
}

/** A folder that is not there holds no keys. */
async function keysAtHome(): Promise<SigningKey[]> {
  const folder = join(homedir(), '.ssh');
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.pub')).map((name) => join(folder, name));
  return Promise.all(
    files.map(async (file) => ({ line: await lineIn(file), file: file.replace(/\.pub$/, '') })),
  );
}

/** No agent, or one without keys, is no failure. */
async function keysOfAgent(): Promise<SigningKey[]> {
  const { stdout, exitCode } = await run('ssh-add', ['-L'], { limit: quick });
  const lines = exitCode === 0 ? stdout.split('\n').filter((line) => line !== '') : [];
  return lines.map((line) => ({ line, file: undefined }));
}

function sign({ line, file }: SigningKey, namespace: string, message: Uint8Array): Promise<string> {
  return inFolder(async (folder) => {
    const named = file ?? join(folder, 'key.pub');
    if (file === undefined) await writeFile(named, `${line}\n`);
    const said = await run('ssh-keygen', ['-Y', 'sign', '-f', named, '-n', namespace], {
      input: message,
      limit: patience,
    });
    if (said.exitCode === 0) return said.stdout;
    throw new Outage(
      `ssh-keygen did not sign: ${said.timedOut ? `no answer within ${patience / 1000} s` : said.stderr}`,
      {
        hint:
          file === undefined
            ? 'see `ssh-add -l`, or name the key with --key'
            : 'see whether the key is the right one, and touch it when it blinks',
      },
    );
  });
}

/** `verify` refuses with 255, and with a reason that is meant for people. */
function verify({ message, armored, namespace, keys: allowed }: SignedMessage): Promise<boolean> {
  return inFolder(async (folder) => {
    const [list, signature] = [join(folder, 'allowed'), join(folder, 'signature')];
    const bodies = allowed.map((line) => line.split(/\s+/).slice(0, 2).join(' '));
    await writeFile(list, bodies.map((body) => `${principal} namespaces="${namespace}" ${body}\n`).join(''));
    await writeFile(signature, armored);
    const args = ['-Y', 'verify', '-f', list, '-I', principal, '-n', namespace, '-s', signature];
    const { exitCode, stderr, timedOut } = await run('ssh-keygen', args, { input: message, limit: quick });
    if (exitCode === 0) return true;
    if (exitCode === 255 && !timedOut) return false;
    throw new Outage(`ssh-keygen did not say whether a signature is good: ${stderr}`, {
      hint: 'OpenSSH 8.2 or newer is needed: see `ssh -V`',
    });
  });
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'breakglass-ssh-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Run = { readonly input?: Uint8Array; readonly limit: number };

/** Passphrases and PINs are asked for at the terminal, which ssh-keygen opens itself. */
async function run(program: string, args: readonly string[], { input, limit }: Run) {
  const { execa } = await import('execa');
  const result = await execa(program, args, {
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    reject: false,
    stripFinalNewline: false,
    timeout: limit,
    forceKillAfterDelay: 2_000,
  });
  if (result.code === 'ENOENT') {
    throw new Outage(`there is no \`${program}\` on this machine`, {
      hint: 'install the OpenSSH client, and put it on PATH',
    });
  }
  const { exitCode, stdout, timedOut } = result;
  return { exitCode, stdout, stderr: result.stderr.trim(), timedOut };
}
