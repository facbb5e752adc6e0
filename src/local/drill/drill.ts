/**
 * The drill: the whole life of a grant on this machine, with the real Terraform and provider and an
 * AWS that is imitated. Starts and stops everything itself, also after an interrupt.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Warrant } from '../../archive/records.ts';
import { checkFiles } from '../../grant/check.ts';
import { openCloud } from '../../outside/aws/cloud.ts';
import { machineClock } from '../../outside/clock.ts';
import { readWorkTree } from '../../outside/files.ts';
import { Outage } from '../../problem/outage.ts';
import type { View } from '../../view/view.ts';
import { type LocalAws, startLocalAws } from '../local-aws.ts';
import { type LocalClock, localClock } from '../local-clock.ts';
import { seedLocalAws } from '../seed.ts';
import { beginArchive, type Home, storeOf, writerOf } from './begin-archive.ts';
import { type Storage, writeCopy } from './copy.ts';
import { commitAll } from './git.ts';
import { live } from './life.ts';
import { stay } from './stay.ts';
import { openSteps, type Shown, type Steps } from './steps.ts';
import { targetOf } from './target.ts';
import { findTools } from './tools.ts';

export type DrillOptions = {
  /** The repository; only read. */
  readonly root: string;
  readonly view: View;
  readonly keep: boolean;
  /** Prepare everything, then wait for an interrupt in place of living the life. */
  readonly stay: boolean;
  /** State and archive of the target: in the copy, or in the local AWS. */
  readonly storage: Storage;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Once it is aborted no further step begins, and everything is stopped and cleaned up. */
  readonly interrupted: AbortSignal;
  /** Runs a command in the copy, by the drill's clock, and returns what it printed. */
  run(
    args: readonly string[],
    folder: string,
    clock: LocalClock,
  ): Promise<{ exitCode: number; lines: string[]; notes: string[] }>;
};

export type Drilled = {
  readonly target: string;
  readonly steps: readonly Shown[];
};

type Copy = Omit<Home, 'endpoint'>;

export async function drill(options: DrillOptions): Promise<Drilled> {
  const scratch = await mkdtemp(join(tmpdir(), 'breakglass-drill-'));
  const folder = join(scratch, 'repository');
  const clock = localClock(machineClock);
  const steps = openSteps(options.view, machineClock, options.interrupted);
  let aws: LocalAws | undefined;
  try {
    const home = targetOf(options.root);
    await steps.step('tools found', () => findTools(options.environment));
    await steps.step('local AWS started', async () => {
      aws = await startLocalAws({ account: home.account, region: home.region, clock });
      return [`moto at ${aws.endpoint}, account ${home.account}, ${home.region}`];
    });
    if (aws === undefined) throw new Outage('the local AWS did not start');
    const copy = { folder, ...home, storage: options.storage };
    const { endpoint } = aws;
    await prepare(options, { copy, aws, clock, steps });
    if (options.stay) await stay({ ...options, ...copy, endpoint });
    const cloud = openCloud({ ...home, endpoint, credentials, clock });
    const run = runner(options, folder, clock);
    await live({
      target: home.target,
      cloud,
      clock,
      steps,
      run,
      warrants: () => warrantsOf(options, { ...copy, endpoint }, clock),
    });
    return { target: home.target, steps: steps.shown };
  } finally {
    await aws?.stop();
    if (options.keep) options.view.note(`kept: ${folder}`);
    else await rm(scratch, { recursive: true, force: true });
  }
}

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

type Prepared = {
  readonly copy: Copy;
  readonly aws: LocalAws;
  readonly clock: LocalClock;
  readonly steps: Steps;
};

/** Furnishes the local AWS, copies the repository, makes the archive, locks the estate, commits. */
async function prepare(options: DrillOptions, { copy, aws, clock, steps }: Prepared): Promise<void> {
  const { folder, target, storage } = copy;
  const files = readWorkTree(options.root);
  await steps.step('repository copied, redated, made local', async () => {
    const groups = await seedLocalAws(aws.endpoint, checkFiles(files).estate, target);
    await writeCopy(folder, files, { target, storage, now: clock.now(), groups });
    await writeFile(join(folder, '.gitignore'), '.breakglass/\ncdktf.out/\n');
    const place = storage.archive.kind === 's3' ? 'S3 of the local AWS' : `.breakglass/${target}/`;
    return [`${files.length} files; state and archive of ${target} in ${place}`];
  });
  const commit = await commitAll(folder, 'The repository as it was copied');
  await beginArchive({ ...copy, endpoint: aws.endpoint }, { clock, version: options.version }, commit);
  await steps.step('estate locked against the local AWS', () =>
    runner(options, folder, clock)('estate', 'lock', '--target', target),
  );
  await commitAll(folder, 'Lock the estate');
}

function runner(options: DrillOptions, folder: string, clock: LocalClock) {
  return async (...args: readonly string[]): Promise<readonly string[]> => {
    const { exitCode, lines, notes } = await options.run(args, folder, clock);
    if (exitCode === 0) return [...notes.map(withoutDay), ...lines];
    for (const line of [...lines, ...notes]) options.view.note(line);
    throw new Outage(`\`breakglass ${args.join(' ')}\` ended with exit code ${exitCode}`);
  };
}

/** What a command says while it works, with the time of day of the drill. */
function withoutDay(note: string): string {
  return note.replace(/^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2}:\d{2})\.\d{3}Z/, '$1');
}

async function warrantsOf(options: DrillOptions, home: Home, clock: LocalClock): Promise<Warrant[]> {
  const { openArchive } = await import('../../steps/archive/open-archive.ts');
  const writer = writerOf({ clock, version: options.version });
  const archive = await openArchive(storeOf(home), writer, home);
  if (!archive.ok) throw new Outage('the archive cannot be opened');
  const { grants } = await archive.value.unfinished();
  return [...grants.values()].flatMap(({ warrants }) => warrants);
}
