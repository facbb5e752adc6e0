/**
 * moto, the imitation of AWS, as a process that cannot outlive this one: also after `kill -9` no
 * server stays behind that a later run could take for its own.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Outage } from '../problem/outage.ts';
import { freePort } from './free-port.ts';

export type Moto = {
  readonly endpoint: string;
  /** Id of the process that serves. */
  readonly pid: number;
  /** Ends the server and waits until it is gone. Can be called again. */
  stop(): Promise<void>;
};

type Attempt = Moto & { readonly ended: () => boolean; readonly said: () => string };
type Supervisor = ChildProcessByStdio<Writable, Readable, Readable>;

/** The same server, as installed by pip or as a module of a Python whose scripts are not on PATH. */
const commands = [['moto_server'], ['python3', '-m', 'moto.server'], ['python', '-m', 'moto.server']];

const limit = 20_000;

/** Throws `Outage` with the command that installs moto when none of the ways to start it works. */
export async function startMoto(account: string): Promise<Moto> {
  const deadline = performance.now() + limit;
  const reasons: string[] = [];
  for (const command of commands) {
    const attempt = await launch(command, account);
    if (await answers(attempt, deadline)) return attempt;
    await attempt.stop();
    const said = attempt.said();
    if (!/not found$|No module named/.test(said))
      reasons.push(`${command.join(' ')}: ${said || 'no answer'}`);
    if (performance.now() >= deadline) break;
  }
  const hint = "install it: pip install 'moto[server]'";
  if (reasons.length === 0) throw new Outage('there is no moto on this machine', { hint });
  throw new Outage(`moto does not start within ${limit / 1000} s (${reasons.join('; ')})`, { hint });
}

/**
 * The shell starts the server and tells its id. When its own standard input closes, because we
 * close it or because we are dead, it kills the server. The third descriptor is that input: what
 * runs in the background gets an empty one.
 */
const supervisor = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
echo "$server"
( while read -r _ <&3; do :; done; kill -9 "$server" 2>/dev/null ) >/dev/null 2>&1 &
watch=$!
exec 3<&- </dev/null
wait "$server"
kill "$watch" 2>/dev/null
`;

async function launch(command: readonly string[], account: string): Promise<Attempt> {
  const port = await freePort();
  const child = spawn(
    '/bin/sh',
    ['-c', supervisor, 'moto', ...command, '-H', '127.0.0.1', '-p', String(port)],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: environment(account),
      // Its own group: Ctrl-C at the terminal is ours to handle, and the end may still need the server.
      detached: true,
    },
  );
  const said = lastWords(child);
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      child.stdin.destroy();
      resolve();
    };
    child.once('error', end);
    child.once('exit', end);
  });
  child.stdin.on('error', () => undefined);
  const stop = async () => {
    child.stdin.destroy();
    await gone;
  };
  const pid = await firstLine(child, gone);
  return { endpoint: `http://127.0.0.1:${port}`, pid, stop, ended: () => ended, said };
}

async function answers(attempt: Attempt, deadline: number): Promise<boolean> {
  while (!attempt.ended() && performance.now() < deadline) {
    const answer = await fetch(`${attempt.endpoint}/moto-api/data.json`, {
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return !attempt.ended();
    await pause(50);
  }
  return false;
}

/** Nothing of the machine's AWS or moto settings may change what the server does. */
function environment(account: string): { [name: string]: string } {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(AWS|MOTO|BOTO)_|^INITIAL_NO_AUTH/.test(name),
  );
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ''])),
    MOTO_ACCOUNT_ID: account,
    // Without them there is no AWSDenyAll.
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
    PYTHONUNBUFFERED: '1',
  };
}

/** The server writes a line per request: it is read on, and its last words are kept for a message. */
function lastWords(child: Supervisor): () => string {
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString('utf8')}`.slice(-500);
  });
  return () => words.trim().split('\n').at(-1)?.trim() ?? '';
}

async function firstLine(child: Supervisor, gone: Promise<void>): Promise<number> {
  const line = new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
  const answer = await Promise.race([line, gone]);
  child.stdout.resume();
  return Number.parseInt(answer ?? '', 10);
}
