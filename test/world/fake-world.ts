/**
 * The world in memory: AWS, Terraform's state, the commits and the archive, under one clock. Runs
 * are processes in it: each has ports of its own, can be killed, and leaves the rest as it is.
 */
import { createHash } from 'node:crypto';
import type { Instant } from '../../src/grant/lifetime.ts';
import type { Repository } from '../../src/ports.ts';
import type { World } from '../../src/steps/world.ts';
import { copyOfAws, emptyAws, type FakeAws } from './aws.ts';
import { type Fault, type Run, startRun } from './calls.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { fakeCloud } from './cloud.ts';
import { emptyHistory, fakeRepository, type History } from './git.ts';
import { copyOfState, emptyState, releaseDead, type State } from './state.ts';
import { fakeStore, type StoreFails } from './store.ts';
import { fakeTerraform } from './terraform.ts';

export type FakeWorld = {
  readonly target: string;
  readonly clock: FakeClock;
  readonly aws: FakeAws;
  readonly state: State;
  readonly history: History;
  /** What the archive holds, by key. */
  readonly objects: Map<string, Uint8Array>;
  /** The archive fails at it. */
  readonly archiveFails: StoreFails;
  /** Names of calls that fail from now on, whoever makes them. */
  readonly broken: Set<string>;
  /** What else goes wrong from now on, and what happens in between. */
  readonly faults: Fault[];
  /** Everything that was asked of the world, in order: `cloud.denyRole 2026-…`. */
  readonly calls: string[];
  /** How often random bytes were drawn, and runs begun. */
  readonly counted: { draws: number; runs: number };
};

export function emptyWorld(target: string, account: string, from: Instant): FakeWorld {
  return {
    target,
    clock: fakeClock(from),
    aws: emptyAws(account),
    state: emptyState(),
    history: emptyHistory(),
    objects: new Map(),
    archiveFails: { writing: false, reading: false },
    broken: new Set(),
    faults: [],
    calls: [],
    counted: { draws: 0, runs: 0 },
  };
}

/** The same world once more; what happens in one of them does not happen in the other. */
export function copyOfWorld(world: FakeWorld): FakeWorld {
  return {
    target: world.target,
    clock: fakeClock(world.clock.now()),
    aws: copyOfAws(world.aws),
    state: copyOfState(world.state),
    history: { ...world.history },
    objects: new Map(world.objects),
    archiveFails: { ...world.archiveFails },
    broken: new Set(world.broken),
    faults: [],
    calls: [],
    counted: { ...world.counted },
  };
}

/** Equal for two worlds in which everything that comes later comes out the same. */
export function digestOf({ clock, aws, state, history, objects }: FakeWorld): string {
  const whole = [
    clock.now(),
    [...aws.roles.values()],
    [...aws.openings.values()],
    [...aws.schedules.values()],
    state.serial,
    [...state.resources],
    state.lock,
    history.head,
    [...objects].map(([key, bytes]) => [key, createHash('sha256').update(bytes).digest('hex')]).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}

export type Plan = {
  readonly faults?: readonly Fault[];
  readonly turn?: ((label: string) => Promise<unknown>) | undefined;
};

export type Ports = World & { readonly repository: Repository };

/** A process of its own: its calls are numbered from 1, and it can be killed. */
export function begin(world: FakeWorld, { faults = [], turn }: Plan = {}): { run: Run; ports: Ports } {
  const { aws, state, clock, target, broken } = world;
  world.counted.runs += 1;
  const name = `run-${world.counted.runs}`;
  const run = startRun({
    name,
    turn,
    faults: () => [...faults, ...world.faults, ...[...broken].map((at): Fault => ({ at, how: 'fail' }))],
    record: ({ name: asked, detail }) => world.calls.push(`${asked} ${detail}`.trim()),
    bury: () => releaseDead(state, name),
  });
  const { call } = run;
  const ports: Ports = {
    target,
    clock: { now: clock.now, wait: (milliseconds) => call('clock.wait', '', () => clock.wait(milliseconds)) },
    store: fakeStore(world.objects, world.archiveFails, call),
    cloud: fakeCloud(aws, target, call),
    terraform: fakeTerraform({ state, aws, run, now: clock.now }),
    repository: fakeRepository(world.history, call),
    actor: { kind: 'human', id: `arn:aws:sts::${aws.account}:assumed-role/apply/run`, run: name },
    toolVersion: 'test',
    random: (count) => drawn(world, count),
    progress: () => undefined,
  };
  return { run, ports };
}

function drawn({ counted }: FakeWorld, count: number): Uint8Array {
  counted.draws += 1;
  return Uint8Array.from({ length: count }, (_, index) => counted.draws * 7 + index);
}
