/**
 * The example repository in the fake world: its files committed, its target local, its estate
 * standing. Each `apply` and `sweep` is a process of its own, as on the command line.
 */
import { at } from '../../src/grant/lifetime.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import type { Repository, Store } from '../../src/ports.ts';
import type { ApplyReport } from '../../src/steps/apply/apply.ts';
import type { Archive } from '../../src/steps/archive/archive.ts';
import { createArchive } from '../../src/steps/archive/create-archive.ts';
import type { SweepReport } from '../../src/steps/sweep/sweep.ts';
import type { FakeAws } from './aws.ts';
import type { Fault } from './calls.ts';
import type { FakeClock } from './clock.ts';
import { exampleFiles, furnish } from './example.ts';
import { begin, copyOfWorld, emptyWorld, type FakeWorld, type Plan, type Ports } from './fake-world.ts';
import { checkout, commitTo } from './git.ts';
import { archiveIn, type Ended, run, type Verb, writerOf } from './run.ts';
import type { Known } from './state.ts';
import type { StoreFails } from './store.ts';

const account = '111122223333';
const target = 'prod-eu';
export const alba = '2026-11-22-orders-read-alba';
export const bo = '2026-11-22-orders-read-bo';
export const mei = '2026-11-22-orders-unblock-mei';
export const lena = '2026-11-22-carts-item-lena';

export type Scene = {
  /** Everything that is there, whoever made it. */
  readonly fake: FakeWorld;
  /** Ports of a process that is never killed, for what a test does by hand. */
  readonly world: Ports;
  readonly clock: FakeClock;
  readonly aws: FakeAws;
  readonly terraform: { readonly state: Map<string, Known> };
  readonly repository: Repository & {
    /** HEAD at an earlier commit, as a re-run of an old pipeline has it. */
    checkout(commit: string): void;
  };
  readonly store: Store & { readonly objects: Map<string, Uint8Array> };
  /** `writing`, `reading`: the archive fails at it. */
  readonly archiveFails: StoreFails;
  /** Names of calls that fail from now on. */
  readonly broken: Set<string>;
  /** Everything that was asked of the world, in order: `cloud.denyRole 2026-…`. */
  readonly calls: string[];
  /** What happens at a call from now on, whoever makes it. */
  when(at: Fault['at'], how: Fault['how']): void;
  /** Commits the files as they now are, changed by `change`: text by path, undefined deletes. */
  commit(change: Readonly<Record<string, string | undefined>>): string;
  text(path: string): string;
  /** Each a process of its own, to its end; throws what it throws. */
  apply(): Promise<ApplyReport>;
  sweep(): Promise<SweepReport>;
  /** The same with faults, or in turns with others: it may be killed, or throw. */
  run(verb: Verb, plan?: Plan): Promise<Ended>;
  archive(): Promise<Archive>;
  /** The same world once more, to try something else in it. */
  copy(): Scene;
};

/** Only the named grants are in the first commit; `playbooks` and `estate` are the examples. */
export async function scene(grants: readonly string[], from = '2026-11-22T03:10:00Z'): Promise<Scene> {
  const fake = emptyWorld(target, account, at(from));
  const files = new Map(exampleFiles(grants).map((file) => [file.path, file]));
  furnish(fake.aws, target, [...files.values()]);
  const commit = commitTo(fake.history, [...files.values()]);
  const { ports } = begin(fake);
  await createArchive(ports.store, writerOf(ports), {
    log: 'f'.repeat(32),
    target,
    account,
    region: 'eu-central-1',
    state: { kind: 'local' },
    archive: { kind: 'directory' },
    endpoint: 'http://127.0.0.1:1',
    commit,
    files: {},
  });
  fake.calls.length = 0;
  return sceneOf(fake, files);
}

function sceneOf(fake: FakeWorld, files: Map<string, SourceFile>): Scene {
  const { ports: world } = begin(fake);
  const finished = async <V extends Verb>(verb: V) => {
    const ended = await run(fake, verb);
    if ('report' in ended) return ended.report;
    throw ended.error;
  };
  return {
    fake,
    world,
    clock: fake.clock,
    aws: fake.aws,
    terraform: { state: fake.state.resources },
    repository: { ...world.repository, checkout: (commit) => checkout(fake.history, commit) },
    store: { ...world.store, objects: fake.objects },
    archiveFails: fake.archiveFails,
    broken: fake.broken,
    archive: () => archiveIn(world),
    calls: fake.calls,
    when: (place, how) => void fake.faults.push({ at: place, how }),
    text: (path) => new TextDecoder().decode(files.get(path)?.bytes),
    commit(change) {
      for (const [path, text] of Object.entries(change)) {
        if (text === undefined) files.delete(path);
        else files.set(path, { path, mode: 'file', bytes: Buffer.from(text) });
      }
      return commitTo(fake.history, [...files.values()]);
    },
    apply: () => finished('apply'),
    sweep: () => finished('sweep'),
    run: (verb, plan) => run(fake, verb, plan),
    copy: () => sceneOf(copyOfWorld(fake), new Map(files)),
  };
}
