/** Terraform in memory: plans that the real review judges, and a state with a real lock. */
import type { Instant } from '../../src/grant/lifetime.ts';
import { addressOf } from '../../src/grant/resources.ts';
import type { SavedPlan, StateLock, SynthesisInput, Terraform, TerraformRun } from '../../src/ports.ts';
import type { ProblemCode } from '../../src/problem/codes/codes.ts';
import { Outage } from '../../src/problem/outage.ts';
import { applyPlan } from './apply-plan.ts';
import type { FakeAws } from './aws.ts';
import type { Run } from './calls.ts';
import { planFor } from './plan.ts';
import { isThere } from './resources.ts';
import { type State, save } from './state.ts';

export type TerraformWorld = {
  readonly state: State;
  readonly aws: FakeAws;
  readonly run: Pick<Run, 'name' | 'call'>;
  readonly now: () => Instant;
};

/** Terraform of one run; what it claims is checked by terraform-contract.ts. */
export function fakeTerraform(world: TerraformWorld): Terraform {
  const { state, run } = world;
  let input: SynthesisInput | undefined;
  return {
    prepare(given) {
      return run.call('terraform.prepare', given.resources.map(addressOf).join(' '), () => {
        input = given;
      });
    },
    addresses: () => run.call('terraform.addresses', '', () => [...state.resources.keys()].sort()),
    plan(addresses) {
      return run.call('terraform.plan', addresses.join(' '), () => plan(addresses, prepared(input), world));
    },
    apply: (saved) => run.call('terraform.apply', '', () => apply(saved, world)),
    ...locks(world),
    adopt: (lost, given) =>
      run.call('terraform.adopt', lost.map(({ resource }) => addressOf(resource)).join(' '), () => {
        input = given;
        return adopt(lost, world);
      }),
  };
}

function plan(addresses: readonly string[], input: SynthesisInput, world: TerraformWorld): SavedPlan {
  const { state, aws } = world;
  if (addresses.length === 0) throw new Error('a plan without addresses would be a plan of everything');
  const known = new Set([...input.resources.map(addressOf), ...state.resources.keys()]);
  const unknown = addresses.filter((address) => !known.has(address));
  if (unknown.length > 0)
    throw new Outage(`neither the configuration nor the state has ${unknown.join(', ')}`, { code: 'BG0604' });
  if (state.lock) throw new Outage(heldBy(state.lock), { code: 'BG0605' });
  const { json, planned } = planFor(addresses, { input, state, aws });
  state.drawn += 1;
  const file = `${state.drawn}.tfplan`;
  state.plans.set(file, planned);
  return { file, text: textOf(planned), json, run: finished('plan', 'planned\n') };
}

function textOf({ creates, destroys, forgets }: ReturnType<typeof planFor>['planned']): string {
  if (creates.length + destroys.length + forgets.length === 0) return 'No changes.\n';
  return `Plan: ${creates.length} to add, 0 to change, ${destroys.length} to destroy.\n`;
}

/** Throws only before Terraform was started; a failure of its own is a record. */
async function apply({ file }: SavedPlan, world: TerraformWorld): Promise<TerraformRun> {
  const { state, run } = world;
  const planned = state.plans.get(file);
  if (!planned) throw new Outage('the plan file is gone', { code: 'BG0609' });
  state.plans.delete(file);
  return whileHeld('OperationTypeApply', world, async () => {
    if (planned.serial !== state.serial) return failed('apply', 'BG0603', 'Error: Saved plan is stale\n');
    const { log, errors } = await applyPlan(planned, { ...world, call: run.call });
    return errors.length === 0 ? finished('apply', log) : failed('apply', 'BG0607', log);
  });
}

async function adopt(lost: Parameters<Terraform['adopt']>[0], world: TerraformWorld): Promise<TerraformRun> {
  const { state, aws, run } = world;
  return whileHeld('OperationTypeInvalid', world, async () => {
    const errors: string[] = [];
    for (const { resource, id } of lost.filter((one) => !state.resources.has(addressOf(one.resource)))) {
      const address = addressOf(resource);
      const found = await run
        .call('terraform.adopt.import', address, () => isThere(resource, id, aws))
        .catch(() => false);
      if (found) await save(state, address, { call: run.call, known: { resource, id } });
      else errors.push(`Error: Cannot import non-existent remote object ${address}\n`);
    }
    if (errors.length > 0) return failed('import', 'BG0607', errors.join(''));
    return finished('import', 'imported\n');
  });
}

/** Released whatever becomes of it; of a run that was killed the kernel releases it, or nobody. */
async function whileHeld(
  operation: string,
  { state, run, now }: TerraformWorld,
  act: () => Promise<TerraformRun>,
): Promise<TerraformRun> {
  if (state.lock)
    return failed('apply', 'BG0605', `Error: Error acquiring the state lock\n${heldBy(state.lock)}\n`);
  state.drawn += 1;
  const id = String(state.drawn).padStart(36, '0');
  const [who, owner] = [`${run.name}@machine`, 'alive'] as const;
  state.lock = { id, who, operation, created: now(), owner, run: run.name };
  try {
    return await act();
  } finally {
    if (state.lock?.id === id) state.lock = undefined;
  }
}

function locks({ state, run }: TerraformWorld): Pick<Terraform, 'heldBy' | 'unlock'> {
  return {
    heldBy: () => run.call('terraform.heldBy', '', () => lockOf(state)),
    unlock: (lock) =>
      run.call('terraform.unlock', lock.id, () => {
        if (state.lock && state.lock.id !== lock.id)
          throw new Outage('another run has locked the state meanwhile', { code: 'BG0605' });
        state.lock = undefined;
      }),
  };
}

function lockOf({ lock }: State): StateLock | undefined {
  if (!lock) return undefined;
  const { run: _, ...said } = lock;
  return said;
}

function heldBy({ who, operation }: StateLock): string {
  return `the state is held by ${who} (${operation})`;
}

function prepared(input: SynthesisInput | undefined): SynthesisInput {
  if (!input) throw new Error('prepare() comes first');
  return input;
}

function finished(verb: string, log: string): TerraformRun {
  return { command: `terraform ${verb}`, exitCode: 0, timedOut: false, milliseconds: 1, log };
}

function failed(verb: string, code: ProblemCode, log: string): TerraformRun {
  return { ...finished(verb, log), exitCode: 1, code };
}
