/** Ways to kill the command line at a point: a start of a child, an object of the archive, a request. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Running } from './command.ts';
import { descendantsOf, membersOf } from './processes.ts';
import { home, type Stage } from './stage.ts';

export type Point = {
  readonly name: string;
  /** Before the command is started. */
  arm?(stage: Stage): void;
  /** Returns once the command has been killed; the point itself may do it. */
  strike(stage: Stage, running: Running): Promise<void>;
};

/** Dies as it starts `terraform <verb>`, which then does not run. */
export function atStartOf(verb: string): Point {
  return {
    name: `terraform ${verb} starts`,
    arm: (stage) => stage.killAtStartOf(verb),
    strike: async (_, { ended }) => void (await ended),
  };
}

/** Dies while the CDKTF app runs as its child. */
export const inSynthesis: Point = {
  name: 'the configuration is synthesized',
  async strike(_, running) {
    await until(running, () => descendantsOf(running.child.pid ?? 0, /main\.js/).length > 0);
    running.child.kill('SIGKILL');
  },
};

/** Dies as soon as `count` objects have come into the archive. */
export function atObject(count: number): Point {
  let before = 0;
  return {
    name: `object ${count} is in the archive`,
    arm: (stage) => {
      before = objectsIn(stage.archive);
    },
    async strike(stage, running) {
      await until(running, () => objectsIn(stage.archive) >= before + count);
      running.child.kill('SIGKILL');
    },
  };
}

/**
 * Dies at that request: before AWS has it, or when AWS has done it and nobody was told. Terraform
 * dies with it, or goes on to its end alone.
 */
export function atRequest(
  text: string,
  where: 'before' | 'after',
  terraform: 'dies' | 'goes on' = 'dies',
): Point {
  return {
    name: `${where} ${text}, Terraform ${terraform}`,
    arm: (stage) => stage.gate.hold(text, where),
    async strike(stage, { child }) {
      await stage.gate.held();
      const below = descendantsOf(child.pid ?? 0);
      child.kill('SIGKILL');
      if (terraform === 'dies') for (const pid of below) endProcess(pid);
      stage.gate.release(terraform === 'dies' ? 'forget' : 'answer');
    },
  };
}

/** Starts the command and kills it there; fails when it ends by itself before. */
export async function killAt(stage: Stage, point: Point, verb: 'apply' | 'sweep'): Promise<void> {
  point.arm?.(stage);
  stage.terraformStarts();
  const running = stage.start(verb, '--target', home.target);
  await point.strike(stage, running);
  const { exit, signal, notes } = await running.ended;
  if (signal !== 'SIGKILL') throw new Error(`${point.name}: it ended by itself, ${exit}\n${notes}`);
  for (const line of stage.terraformStarts()) await allGone(Number(line.split(' ')[0]));
}

async function until(running: Running, condition: () => boolean): Promise<void> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  while (!over && !condition()) await pause(1);
}

/** Terraform ends by itself when the pipe to its reader is gone, or goes on to its end. */
async function allGone(group: number): Promise<void> {
  for (let tries = 0; tries < 600 && membersOf(group).length > 0; tries += 1) await pause(100);
  if (membersOf(group).length > 0) throw new Error(`process group ${group} goes on`);
}

function objectsIn(archive: string): number {
  const names = readdirSync(archive, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(archive, 'tmp'))).length;
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
