/** A command as a process in the fake world: it ends with a report, with an error, or by being killed. */
import { type ApplyReport, apply } from '../../src/steps/apply/apply.ts';
import type { Archive } from '../../src/steps/archive/archive.ts';
import { openArchive } from '../../src/steps/archive/open-archive.ts';
import { type SweepReport, sweep } from '../../src/steps/sweep/sweep.ts';
import { withdrawnGrants } from '../../src/steps/withdrawn.ts';
import type { World } from '../../src/steps/world.ts';
import type { Call } from './calls.ts';
import { begin, type FakeWorld, type Plan, type Ports } from './fake-world.ts';

type Reports = { readonly apply: ApplyReport; readonly sweep: SweepReport };
export type Verb = keyof Reports;

/** `calls`: what it asked of the world, in order. */
export type Ended<V extends Verb = Verb> = { readonly calls: readonly Call[] } & (
  | { readonly how: 'done'; readonly report: Reports[V] }
  | { readonly how: 'threw'; readonly error: unknown }
  | { readonly how: 'killed'; readonly error: Error }
);

const commands: { readonly [V in Verb]: (ports: Ports) => Promise<Reports[V]> } = {
  async apply(ports) {
    const caller = await ports.cloud.caller();
    return apply(ports, await archiveIn(ports), caller);
  },
  async sweep(ports) {
    await ports.cloud.caller();
    return sweepNow(ports, await archiveIn(ports));
  },
};

export async function run<V extends Verb>(fake: FakeWorld, verb: V, plan: Plan = {}): Promise<Ended<V>> {
  const { run: process, ports } = begin(fake, plan);
  const { made: calls } = process;
  const working = commands[verb](ports).then(
    (report) => ({ how: 'done', report, calls }) as const,
    (error: unknown) => ({ how: 'threw', error, calls }) as const,
  );
  const killed = process.died.then(
    (how) => ({ how, error: new Error(`${process.name} was killed`), calls }) as const,
  );
  return Promise.race([working, killed]);
}

export async function archiveIn(ports: World): Promise<Archive> {
  const opened = await openArchive(ports.store, writerOf(ports), { target: ports.target });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value;
}

/** As the command does it: an archive that cannot be read keeps nothing from ending. */
async function sweepNow(ports: Ports, archive: Archive): Promise<SweepReport> {
  const trusted = await archive.lastTrusted().catch(() => undefined);
  return sweep(ports, archive, (warrants) => withdrawnGrants(ports.repository, warrants, trusted?.commit));
}

export function writerOf({ actor, clock, toolVersion, random }: World) {
  return {
    actor,
    clock: { source: 'machine', offsetMs: 0, uncertaintyMs: 0 },
    toolVersion,
    now: () => clock.now(),
    wait: (milliseconds: number) => clock.wait(milliseconds),
    random,
  } as const;
}
