/** Terraform's settings of a target, from its genesis: no file of the repository is needed to end a grant. */
import type { Genesis } from '../archive/records.ts';
import { stateBucket } from '../grant/names.ts';
import type { Expected } from '../plan/checks.ts';
import type { SynthesisInput } from '../ports.ts';
import type { World } from './world.ts';

export function settingsOf({ account, region, state, target }: Genesis): SynthesisInput['settings'] {
  const name = 'terraform.tfstate';
  const backend =
    state.kind === 'local'
      ? { kind: 'local' as const, path: name }
      : { kind: 's3' as const, bucket: stateBucket(account, target), key: name };
  return { account, region, state: backend, preview: false };
}

/** What the review holds every plan of this target against. */
export function expectedOf({ terraform }: World, { account, region }: Genesis): Expected {
  return { account, region, ...(terraform.provider === undefined ? {} : { provider: terraform.provider }) };
}
