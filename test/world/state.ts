/** Terraform's state of the target: what it knows and who holds it. Configurations are the runs' own. */
import type { Resource } from '../../src/grant/resources.ts';
import type { StateLock } from '../../src/ports.ts';
import type { Ask, Run } from './calls.ts';

/** `id` is AWS's own, as the provider keeps it. */
export type Known = { readonly resource: Resource; readonly id: string };

export type Planned = {
  readonly serial: number;
  readonly creates: readonly Resource[];
  /** Addresses to destroy, and those that AWS has no longer. */
  readonly destroys: readonly string[];
  readonly forgets: readonly string[];
};

export type State = {
  /** One higher after each change; a plan is for one of them. */
  serial: number;
  readonly resources: Map<string, Known>;
  readonly plans: Map<string, Planned>;
  lock: (StateLock & { readonly run: Run['name'] }) | undefined;
  /** As in S3: nobody takes away the lock of a run that was killed. The kernel does it for a local state. */
  locksStay: boolean;
  drawn: number;
};

export function emptyState(): State {
  return {
    serial: 0,
    resources: new Map(),
    plans: new Map(),
    lock: undefined,
    locksStay: false,
    drawn: 0,
  };
}

export function copyOfState(state: State): State {
  return { ...state, resources: new Map(state.resources), plans: new Map(state.plans) };
}

/** The kernel, when a process is gone. */
export function releaseDead(state: State, run: Run['name']): void {
  if (state.lock?.run !== run) return;
  state.lock = state.locksStay ? { ...state.lock, owner: 'gone' } : undefined;
}

/** A change of the state is on disk before the next resource is begun; a kill in between loses it. */
export function save(state: State, address: string, { call, known }: { call: Ask; known?: Known }) {
  return call('terraform.apply.save', address, () => {
    state.serial += 1;
    if (known) state.resources.set(address, known);
    else state.resources.delete(address);
  });
}
