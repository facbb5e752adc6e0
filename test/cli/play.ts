/** Plays one script: a copy of the small repository, the commands in a shell, and what they left behind. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { machineClock } from '../../src/outside/clock.ts';
import { makeArchive } from './archive.ts';
import { faultsOf, memberAt } from './output.ts';
import { filled, fits, type Known } from './patterns.ts';
import { type Copied, committed, copy, gitEnvironment, knownOf } from './repository.ts';
import type { Scene, Script } from './script.ts';
import { startStub } from './stub.ts';
import { effectsOf, treeOf } from './tree.ts';

type Played = { readonly exit: number | null; readonly out: string; readonly err: string };

/** Throws with the place in the script and what really came. `cli` is the built program. */
export async function play(script: Script, cli: string): Promise<void> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'breakglass-cli-')));
  const stub = script.answers === undefined ? undefined : await startStub(script.answers);
  try {
    const now = machineClock.now();
    const known = knownOf(join(home, 'repository'), now);
    copy(script, known);
    const commit = script.git ? committed(known.root) : undefined;
    const endpoint = stub?.endpoint ?? 'http://127.0.0.1:1';
    if (script.archive) {
      const { target, stories } = script.archive;
      await makeArchive({ root: known.root, target, endpoint, now, commit }, stories);
    }
    const wrong: string[] = [];
    for (const scene of script.commands) wrong.push(...(await perform(scene, { home, cli, known })));
    if (wrong.length > 0) throw new Error(wrong.join('\n\n'));
  } finally {
    await stub?.stop();
    rmSync(home, { recursive: true });
  }
}

type Stage = {
  readonly home: string;
  readonly cli: string;
  readonly known: Copied;
};

async function perform(scene: Scene, stage: Stage): Promise<string[]> {
  const before = treeOf(stage.known.root);
  const played = await run(scene.command, stage);
  const faults = [
    ...exitFaults(scene, played),
    ...streamFaults(scene, played, stage.known),
    ...effectFaults(scene, effectsOf(before, treeOf(stage.known.root)), stage.known),
    ...readdirSync(join(stage.home, 'tmp')).map(
      (name) => `it left in the folder for temporary files: ${name}`,
    ),
    ...(/^\s+at .+:\d+:\d+\)?$/m.test(`${played.out}${played.err}`) ? ['it shows the trace of a stack'] : []),
  ];
  if (faults.length === 0) return [];
  const came = [`exit ${played.exit}`, ...quoted('out', played.out), ...quoted('err', played.err)];
  return [`line ${scene.line}: ${scene.command}\n${faults.join('\n')}\nwhat came:\n${came.join('\n')}`];
}

/** Nothing of this machine gets in: neither its AWS settings nor its home, and no zone or language that we count on. */
async function run(command: string, { home, cli, known }: Stage): Promise<Played> {
  const bin = join(home, 'bin');
  for (const folder of [bin, join(home, 'tmp')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(bin, 'breakglass'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  chmodSync(join(bin, 'breakglass'), 0o755);
  const child = spawn('/bin/bash', ['-o', 'pipefail', '-c', filled(command, known)], {
    cwd: known.root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: home,
      TMPDIR: join(home, 'tmp'),
      ...gitEnvironment,
      TZ: 'Pacific/Auckland',
      LC_ALL: 'C',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, exit] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exit, out, err };
}

function exitFaults({ exit }: Scene, played: Played): string[] {
  return played.exit === exit ? [] : [`it must end with ${exit}`];
}

function streamFaults(scene: Scene, { out, err }: Played, known: Known): string[] {
  const faults = fits(linesOf(err), scene.err, known) ? [] : ['stderr is not as written'];
  if (!/--json\b/.test(scene.command)) {
    return fits(linesOf(out), scene.out, known) ? faults : [...faults, 'stdout is not as written'];
  }
  const wrong = faultsOf(out);
  const value: unknown = wrong.length === 0 ? JSON.parse(out) : undefined;
  const members = scene.json.filter((member) => {
    const wanted = JSON.parse(filled(JSON.stringify(member.value), known));
    return JSON.stringify(memberAt(value, member.pointer)) !== JSON.stringify(wanted);
  });
  return [...faults, ...wrong, ...members.map(({ pointer }) => `${pointer} is another value`)];
}

function effectFaults(scene: Scene, effects: readonly string[], known: Known): string[] {
  const wanted = scene.effects.map(({ kind, path }) => `${kind} ${filled(path, known)}`);
  const meets = (effect: string, one: string) =>
    one.endsWith('/') ? effect.startsWith(one) : effect === one;
  return [
    ...effects
      .filter((effect) => !wanted.some((one) => meets(effect, one)))
      .map((effect) => `it left: ${effect}`),
    ...wanted
      .filter((one) => !effects.some((effect) => meets(effect, one)))
      .map((one) => `it did not: ${one}`),
  ];
}

function linesOf(output: string): string[] {
  return output === '' ? [] : output.replace(/\n$/, '').split('\n');
}

function quoted(name: string, output: string): string[] {
  return linesOf(output).map((line) => `${name}| ${line}`);
}
