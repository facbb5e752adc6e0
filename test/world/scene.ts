/** The example repository in the fake world: its files committed, its target local, its estate standing. */
import { join } from 'node:path';
import { checkFiles } from '../../src/grant/check.ts';
import type { LockFile } from '../../src/grant/files.generated.ts';
import type { SourceFile } from '../../src/grant/written.ts';
import { readWorkTree } from '../../src/outside/files.ts';
import { type ApplyReport, apply } from '../../src/steps/apply/apply.ts';
import type { Archive } from '../../src/steps/archive/archive.ts';
import { createArchive } from '../../src/steps/archive/create-archive.ts';
import { openArchive } from '../../src/steps/archive/open-archive.ts';
import { type SweepReport, sweep } from '../../src/steps/sweep/sweep.ts';
import { withdrawnGrants } from '../../src/steps/withdrawn.ts';
import type { World } from '../../src/steps/world.ts';
import {
  type Calls,
  emptyAws,
  type FakeAws,
  type FakeClock,
  type FakeRepository,
  type FakeTerraform,
  fakeClock,
  fakeCloud,
  fakeRepository,
  fakeStore,
  fakeTerraform,
} from './fake-world.ts';

const account = '111122223333';
const target = 'prod-eu';
export const alba = '2026-11-22-orders-read-alba';
export const bo = '2026-11-22-orders-read-bo';
export const mei = '2026-11-22-orders-unblock-mei';
export const lena = '2026-11-22-carts-item-lena';

export type Scene = {
  readonly world: World & { readonly repository: FakeRepository };
  readonly clock: FakeClock;
  readonly aws: FakeAws;
  readonly terraform: FakeTerraform;
  readonly repository: FakeRepository;
  readonly store: ReturnType<typeof fakeStore>;
  /** `writing`, `reading`: the archive fails at it. */
  readonly archiveFails: { writing: boolean; reading: boolean };
  /** Names of calls that fail from now on. */
  readonly broken: Set<string>;
  readonly calls: Calls;
  /** Commits the files as they now are, changed by `change`: text by path, undefined deletes. */
  commit(change: Readonly<Record<string, string | undefined>>): string;
  text(path: string): string;
  apply(): Promise<ApplyReport>;
  sweep(): Promise<SweepReport>;
  archive(): Promise<Archive>;
};

/** Only the named grants are in the first commit; `playbooks` and `estate` are the examples. */
export async function scene(grants: readonly string[], from = '2026-11-22T03:10:00Z'): Promise<Scene> {
  const clock = fakeClock(from);
  const aws = emptyAws(account);
  const [broken, calls, archiveFails] = [new Set<string>(), [] as Calls, { writing: false, reading: false }];
  const store = fakeStore(archiveFails);
  const repository = fakeRepository();
  const terraform = fakeTerraform(aws, calls, broken);
  const files = new Map(exampleFiles(grants).map((file) => [file.path, file]));
  furnish(aws, [...files.values()]);
  const first = repository.commit([...files.values()]);
  const world = worldOf({ clock, aws, terraform, repository, store, calls, broken });
  const writer = writerOf(world);
  const beginning = {
    log: 'f'.repeat(32),
    target,
    account,
    region: 'eu-central-1',
    state: { kind: 'local' },
    archive: { kind: 'directory' },
    endpoint: 'http://127.0.0.1:1',
    commit: first,
    files: {},
  } as const;
  await createArchive(store, writer, beginning);
  const archive = async () => {
    const opened = await openArchive(store, writer, { target });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    return opened.value;
  };
  return {
    world,
    clock,
    aws,
    terraform,
    repository,
    store,
    archiveFails,
    broken,
    calls,
    archive,
    text: (path) => new TextDecoder().decode(files.get(path)?.bytes),
    commit(change) {
      for (const [path, text] of Object.entries(change)) {
        if (text === undefined) files.delete(path);
        else files.set(path, { path, mode: 'file', bytes: Buffer.from(text) });
      }
      return repository.commit([...files.values()]);
    },
    apply: async () => apply(world, await archive(), await world.cloud.caller()),
    sweep: async () => sweepNow(world, await archive()),
  };
}

async function sweepNow(
  world: World & { repository: FakeRepository },
  archive: Archive,
): Promise<SweepReport> {
  const { grants } = await archive.unfinished();
  const warrants = [...grants.values()].flatMap((records) => records.warrants.slice(-1));
  const trusted = await archive.lastTrusted().catch(() => undefined);
  const withdrawn = await withdrawnGrants(world.repository, warrants, trusted?.commit);
  return sweep(world, archive, withdrawn.grants);
}

function exampleFiles(grants: readonly string[]): SourceFile[] {
  const root = join(import.meta.dirname, '..', '..');
  return readWorkTree(root, ['estate', 'playbooks', 'grants'])
    .filter(
      ({ path }) => !path.startsWith('grants/') || grants.some((grant) => path === `grants/${grant}.yaml`),
    )
    .map((file) => (file.path.startsWith('estate/') && file.path.endsWith('.yaml') ? madeLocal(file) : file));
}

function madeLocal(file: SourceFile): SourceFile {
  const text = new TextDecoder()
    .decode(file.bytes)
    .replace('state: { kind: s3 }', 'state: { kind: local }')
    .replace(/archive: \{ kind: s3.*\}/, 'archive: { kind: directory }');
  return { ...file, bytes: Buffer.from(text) };
}

/** AWS as the lock file says that it is. */
function furnish(aws: FakeAws, files: readonly SourceFile[]): void {
  const lock = checkFiles(files).estate.locks.get(target)?.value as LockFile;
  for (const locked of Object.values(lock.databases)) {
    const id = locked.cluster ?? locked.instance ?? '';
    const kind = locked.cluster === undefined ? 'instance' : 'cluster';
    const { resourceId, engine, port, securityGroup, iamAuthentication, exportedLogs } = locked;
    const arn = `arn:aws:rds:eu-central-1:${account}:${kind}:${id}`;
    aws.databases.set(id, {
      arn,
      kind,
      resourceId,
      engine,
      port,
      securityGroups: [securityGroup],
      iamAuthentication,
      exportedLogs,
    });
  }
  for (const { arn, partitionKey, sortKey, indexes } of Object.values(lock.tables)) {
    const own = Object.entries(indexes).map(([name, keys]) => [
      name,
      { partitionKey: keys.partitionKey, sortKey: keys.sortKey },
    ]);
    aws.tables.set(arn.slice(arn.indexOf('/') + 1), {
      arn,
      partitionKey,
      sortKey,
      indexes: Object.fromEntries(own),
    });
  }
}

function worldOf(
  given: Pick<Scene, 'clock' | 'aws' | 'terraform' | 'repository' | 'store' | 'calls' | 'broken'>,
) {
  let drawn = 0;
  return {
    target,
    clock: given.clock,
    store: given.store,
    cloud: fakeCloud(given.aws, given.calls, given.broken),
    terraform: given.terraform,
    repository: given.repository,
    actor: { kind: 'human', id: `arn:aws:sts::${account}:assumed-role/apply/run` },
    toolVersion: 'test',
    random: (count: number) => {
      drawn += 1;
      return Uint8Array.from({ length: count }, (_, index) => drawn * 7 + index);
    },
    progress: () => undefined,
  } as const satisfies World;
}

function writerOf({ actor, clock, toolVersion, random }: World) {
  return {
    actor,
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 0 },
    toolVersion,
    now: () => clock.now(),
    wait: (milliseconds: number) => clock.wait(milliseconds),
    random,
  } as const;
}
