/**
 * A stage for acceptance: the example repository in a folder of its own, made local and redated as
 * the drill does it, with its own git, archive and local AWS, and the real command line to act on
 * it. Time passes by the clock of the local AWS; the machine's stays.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { checkFiles } from '../../../src/grant/check.ts';
import { formatInstant, type Instant, at as instantOf } from '../../../src/grant/lifetime.ts';
import { beginArchive, type Home, storeOf } from '../../../src/local/drill/begin-archive.ts';
import { inFolder, type Storage, writeCopy } from '../../../src/local/drill/copy.ts';
import { commitAll } from '../../../src/local/drill/git.ts';
import { type LocalAws, startLocalAws } from '../../../src/local/local-aws.ts';
import { type LocalClock, localClock } from '../../../src/local/local-clock.ts';
import { seedLocalAws } from '../../../src/local/seed.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import { readWorkTree } from '../../../src/outside/files.ts';
import type { Store } from '../../../src/ports.ts';
import { type Gate, openGate } from '../gate.ts';
import { type Answers, answersOf } from './answers.ts';
import { type Place, program, type Running, root, run, start } from './command.ts';
import { environmentIn, killFile, startsFile } from './environment.ts';
import type { Report } from './report.ts';

export const home = { target: 'prod-eu', account: '111122223333', region: 'eu-central-1' } as const;

/** Grants of the example, by whose they are. Alba's and Bo's share an opening. */
const examples = {
  alba: 'orders-read-alba',
  bo: 'orders-read-bo',
  mei: 'orders-unblock-mei',
  lena: 'carts-item-lena',
};

export type Who = keyof typeof examples;

export type Change = Readonly<Record<string, string | undefined>>;

export type Stage = Place & {
  readonly clock: LocalClock;
  readonly gate: Gate;
  readonly aws: LocalAws;
  /** Id of a grant: of the example with today's date. */
  readonly id: Readonly<Record<Who, string>>;
  /** The archive of the target, where it is in a folder. */
  readonly archive: string;
  /** The archive wherever it is, past the gate. */
  readonly store: Store;
  /** Runs a command to its end; fails unless it exits with `exit`. */
  run(exit: number, ...args: readonly string[]): Promise<Report>;
  start(...args: readonly string[]): Running;
  /** What the local AWS itself answers, past the gate. */
  answers(): Promise<Answers>;
  /** The file of a grant. */
  file(who: Who): string;
  text(path: string): string;
  /** When the grant ends, as its warrant has it. */
  endOf(grant: string): Instant;
  /** Writes the files (undefined deletes) and commits; returns the commit. */
  commit(change: Change): Promise<string>;
  head(): Promise<string>;
  /** The work tree and HEAD at that commit. */
  checkout(commit: string): Promise<void>;
  /** Every start of Terraform since the last call, as `<pid> <command>`. */
  terraformStarts(): string[];
  /** Whoever starts Terraform with this command next is killed by it. */
  killAtStartOf(verb: string): void;
  close(): Promise<void>;
};

/** Only the grants of `who` are in the first commit. The caller closes the stage, also after a failure. */
export async function openStage(who: readonly Who[], storage: Storage = inFolder): Promise<Stage> {
  const scratch = mkdtempSync(join(tmpdir(), 'breakglass-life-'));
  const clock = localClock(machineClock);
  const aws = await startLocalAws({ ...home, clock });
  const gate = await openGate(aws.endpoint);
  const close = async () => {
    await gate.stop();
    await aws.stop();
    rmSync(scratch, { recursive: true, force: true });
  };
  try {
    const place = { folder: join(scratch, 'repository'), environment: environmentIn(scratch) };
    const copy = { ...home, folder: place.folder, storage };
    await furnish(place, { who, aws, at: { ...copy, endpoint: gate.endpoint } });
    const store = storeOf({ ...copy, endpoint: aws.endpoint });
    return { ...place, clock, gate, aws, store, ...acts(place, { aws, scratch }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Furniture = { readonly who: readonly Who[]; readonly aws: LocalAws; readonly at: Home };

async function furnish(place: Place, { who, aws, at }: Furniture): Promise<void> {
  const { folder } = place;
  const wanted = who.map((one) => examples[one]);
  const files = readWorkTree(root).filter(
    ({ path }) => !path.startsWith('grants/') || wanted.some((name) => path.includes(name)),
  );
  const groups = await seedLocalAws(aws.endpoint, checkFiles(files).estate, home.target);
  const { target, storage } = at;
  await writeCopy(folder, files, { target, storage, now: machineClock.now(), groups });
  mkdirSync(join(folder, 'grants'), { recursive: true });
  writeFileSync(join(folder, 'grants', '.gitkeep'), '');
  writeFileSync(join(folder, '.gitignore'), '.breakglass/\n');
  const commit = await commitAll(folder, 'The example');
  const clock = machineClock;
  await beginArchive(at, { clock, version: 'test' }, commit);
  await run(place, 0, ['estate', 'lock', '--target', home.target]);
  await commitAll(folder, 'Lock the estate');
}

function acts(place: Place, { aws, scratch }: { readonly aws: LocalAws; readonly scratch: string }) {
  const { folder } = place;
  const id = idsOf();
  const starts = startsFile(scratch);
  return {
    id,
    archive: join(folder, '.breakglass', home.target, 'archive'),
    run: (exit: number, ...args: readonly string[]) => run(place, exit, args),
    start: (...args: readonly string[]) => start(process.execPath, [program, ...args], place),
    answers: () => answersOf(aws.endpoint, home),
    file: (who: Who) => `grants/${id[who]}.yaml`,
    text: (path: string) => readFileSync(join(folder, path), 'utf8'),
    commit: (change: Change) => commit(folder, change),
    endOf(grant: string) {
      const warrant = `.breakglass/${home.target}/archive/warrants/${grant}/0.json`;
      return instantOf(JSON.parse(readFileSync(join(folder, warrant), 'utf8')).end);
    },
    head: async () => (await execa('git', ['rev-parse', 'HEAD'], { cwd: folder })).stdout,
    async checkout(wanted: string) {
      await execa('git', ['checkout', '--quiet', '--force', wanted], { cwd: folder });
    },
    killAtStartOf: (verb: string) => writeFileSync(killFile(scratch), verb),
    terraformStarts() {
      const lines = readFileSync(starts, 'utf8').split('\n').filter(Boolean);
      writeFileSync(starts, '');
      return lines;
    },
  };
}

function idsOf(): Record<Who, string> {
  const day = formatInstant(machineClock.now()).slice(0, 10);
  return Object.fromEntries(Object.entries(examples).map(([who, name]) => [who, `${day}-${name}`])) as Record<
    Who,
    string
  >;
}

async function commit(folder: string, change: Change): Promise<string> {
  for (const [path, text] of Object.entries(change)) {
    if (text === undefined) rmSync(join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  return commitAll(folder, `Change ${Object.keys(change).join(', ')}`);
}
