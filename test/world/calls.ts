/**
 * The one seam between a run and the world. Every call is numbered and recorded, and a plan of
 * faults may let it fail, lose its reply, wait, or end its whole run as SIGKILL does.
 */
import { Outage } from '../../src/problem/outage.ts';

/** `n` counts from 1 in its run; `name` is `cloud.roles`; what one call does inside has numbers of its own. */
export type Call = {
  readonly run: string;
  readonly n: number;
  readonly name: string;
  readonly detail: string;
};

/**
 * `fail`: it does not act. `lose`: it acts, and the reply is lost. `kill before` and `kill after`:
 * neither it nor any later call of its run answers. A function runs after the call has acted.
 */
export type How = 'fail' | 'lose' | 'kill before' | 'kill after' | ((call: Call) => void | Promise<void>);

export type Fault = {
  /** Number of the call in its run, its name, or its name and the beginning of its detail. */
  readonly at: number | string;
  readonly how: How;
};

export type Ask = <T>(name: string, detail: string, act: () => T | Promise<T>) => Promise<T>;

/** One process, as the world sees it. */
export type Run = {
  readonly name: string;
  readonly call: Ask;
  readonly isAlive: () => boolean;
  /** Settles when the run was killed. */
  readonly died: Promise<'killed'>;
  readonly made: readonly Call[];
};

export type RunOptions = {
  readonly name: string;
  /** Asked at every call: what goes wrong may change while the run goes on. */
  readonly faults: () => readonly Fault[];
  /** Returns when it is this call's turn. */
  readonly turn?: ((label: string) => Promise<unknown>) | undefined;
  readonly record: (call: Call) => void;
  /** What the kernel does for a process that is gone. */
  readonly bury: () => void;
};

export function startRun({ name: run, faults, turn, record, bury }: RunOptions): Run {
  const made: Call[] = [];
  const life = lifeOf(bury);
  const call: Ask = async (name, detail, act) => {
    await life.alive();
    await turn?.(`${run}: ${name} ${detail}`);
    await life.alive();
    const one = { run, n: made.length + 1, name, detail };
    made.push(one);
    record(one);
    const planned = plannedFor(one, faults());
    if (planned.has('kill before')) life.kill();
    await life.alive();
    if (planned.has('fail')) throw new Outage(`${short(name)} does not answer`);
    const answer = await settled(act);
    await happen(planned, one);
    if (planned.has('kill after')) life.kill();
    await life.alive();
    if (planned.has('lose')) throw new Outage(`the reply of ${short(name)} was lost`);
    return answer();
  };
  return { name: run, call, isAlive: life.isAlive, died: life.died, made };
}

/** What it returned or threw, to be had later. */
async function settled<T>(act: () => T | Promise<T>): Promise<() => T> {
  try {
    const value = await act();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function happen(planned: ReadonlySet<How>, call: Call): Promise<void> {
  for (const how of planned) if (typeof how === 'function') await how(call);
}

function lifeOf(bury: () => void) {
  let alive = true;
  let die: (how: 'killed') => void = () => undefined;
  const died = new Promise<'killed'>((resolve) => {
    die = resolve;
  });
  return {
    died,
    isAlive: () => alive,
    /** Never returns for a run that was killed: no `catch` and no `finally` of it goes on. */
    alive: () => (alive ? undefined : new Promise<never>(() => undefined)),
    kill() {
      alive = false;
      bury();
      die('killed');
    },
  };
}

/** As the reader is told: without the name of the port. */
function short(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function plannedFor(call: Call, faults: readonly Fault[]): ReadonlySet<How> {
  return new Set(faults.filter((fault) => isAt(fault, call)).map(({ how }) => how));
}

function isAt({ at }: Fault, { n, name, detail }: Call): boolean {
  if (typeof at === 'number') return at === n;
  return at === name || (at.includes(' ') && `${name} ${detail}`.startsWith(at));
}
