/** What `terraform show -json` says of a plan, in the members and forms that the real one writes. */
import { isDeepStrictEqual } from 'node:util';
import { addressOf, type Json, type Resource } from '../../src/grant/resources.ts';
import type { SynthesisInput } from '../../src/ports.ts';
import type { FakeAws } from './aws.ts';
import { isThere } from './resources.ts';
import type { Planned, State } from './state.ts';

export type Look = {
  /** What the run has prepared. */
  readonly input: SynthesisInput;
  readonly state: State;
  readonly aws: FakeAws;
};

/** A plan for these addresses and what they depend on, whatever the rest of the configuration says. */
export function planFor(addresses: readonly string[], look: Look): { json: unknown; planned: Planned } {
  const changes = targets(addresses, look).map((address) => changeAt(address, look));
  const shown = changes.filter(({ actions }) => actions[0] !== 'forget');
  const json = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    errored: false,
    applyable: changes.some(({ actions }) => actions[0] !== 'no-op'),
    complete: false,
    timestamp: '2026-11-22T03:00:00Z',
    resource_drift: changes.flatMap((change) => driftOf(change, look)),
    resource_changes: shown.map((change) => written(change, change.actions)),
    configuration: configurationOf(look.input.settings),
  };
  const of = (action: string) => changes.filter(({ actions }) => actions[0] === action);
  const planned = {
    serial: look.state.serial,
    creates: of('create').flatMap(({ wanted }) => wanted ?? []),
    destroys: of('delete').map(({ address }) => address),
    forgets: of('forget').map(({ address }) => address),
  };
  return { json, planned };
}

type Change = {
  readonly address: string;
  readonly actions: readonly ['create' | 'no-op' | 'update' | 'delete' | 'forget'];
  readonly known: Resource | undefined;
  readonly wanted: Resource | undefined;
};

function targets(addresses: readonly string[], { state, input }: Look): string[] {
  const configured = new Map(input.resources.map((resource) => [addressOf(resource), resource]));
  const found = new Set<string>();
  const add = (address: string) => {
    if (found.has(address) || !(configured.has(address) || state.resources.has(address))) return;
    found.add(address);
    for (const needed of configured.get(address)?.dependsOn ?? []) add(needed);
  };
  for (const address of addresses) add(address);
  return [...found].sort();
}

function changeAt(address: string, { state, aws, input }: Look): Change {
  const entry = state.resources.get(address);
  const wanted = input.resources.find((resource) => addressOf(resource) === address);
  const known = entry?.resource;
  const stands = entry !== undefined && isThere(entry.resource, entry.id, aws);
  if (!wanted) return { address, known, wanted, actions: [stands ? 'delete' : 'forget'] };
  if (!stands) return { address, known, wanted, actions: ['create'] };
  const same = isDeepStrictEqual(seen(entry.resource, aws), wanted.values);
  return { address, known, wanted, actions: [same ? 'no-op' : 'update'] };
}

/** The arguments as AWS has them now; of what can be changed behind Terraform's back the fake knows the boundary. */
function seen(resource: Resource, aws: FakeAws): Resource['values'] {
  if (resource.type !== 'aws_iam_role') return resource.values;
  const role = aws.roles.get(String(resource.values['name']));
  return { ...resource.values, permissions_boundary: role?.boundary ?? null };
}

/** What the refresh found to be otherwise than the state says. */
function driftOf({ address, known, wanted }: Change, { state, aws }: Look): object[] {
  const entry = state.resources.get(address);
  if (!known || !entry) return [];
  if (!isThere(known, entry.id, aws)) return [written({ address, known, wanted }, ['delete'])];
  const now = { ...known, values: seen(known, aws) };
  if (isDeepStrictEqual(now.values, known.values)) return [];
  return [written({ address, known, wanted: now }, ['update'])];
}

function written({ address, known, wanted }: Omit<Change, 'actions'>, actions: readonly string[]): object {
  const [type = '', name = ''] = address.split('.');
  const [action] = actions;
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions,
      before: action === 'create' || !known ? null : argumentsOf(known),
      after: action === 'delete' || !wanted ? null : argumentsOf(wanted),
      after_unknown: action === 'delete' ? false : {},
      before_sensitive: false,
      after_sensitive: false,
    },
  };
}

/** As Terraform has them: documents as text, nested blocks as lists of one. */
function argumentsOf({ values }: Resource): Record<string, Json> {
  const documents = ['assume_role_policy', 'policy'];
  const blocks = ['flexible_time_window', 'target', 'dead_letter_config', 'retry_policy'];
  const nested = (members: { readonly [key: string]: Json }): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(members).map(([key, value]): [string, Json] => {
        if (documents.includes(key)) return [key, JSON.stringify(value)];
        if (blocks.includes(key)) return [key, [nested(value as { readonly [key: string]: Json })]];
        return [key, value];
      }),
    );
  return nested(values);
}

function configurationOf({ account, region }: SynthesisInput['settings']): object {
  const expressions = {
    allowed_account_ids: { constant_value: [account] },
    region: { constant_value: region },
  };
  const full_name = 'registry.terraform.io/hashicorp/aws';
  const aws = { name: 'aws', full_name, version_constraint: '>= 5.100.0, < 7.0.0', expressions };
  return { provider_config: { aws }, root_module: {} };
}
