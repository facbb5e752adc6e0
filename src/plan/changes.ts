/**
 * Terraform's plan JSON (`terraform show -json`) as small typed values. Knows one major version of
 * the format; a member that this page does not name is refused unless it is empty, because it could
 * be a way to change something that the review does not see.
 */
import type { Problem, Result } from '../problem/problem.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import {
  asFlag,
  asList,
  asMembers,
  asOptionalList,
  asText,
  isEmpty,
  type Members,
  refuseUnknown,
  ShapeError,
} from './shape.ts';

/** One resource in `resource_changes` or `resource_drift`. */
export type Change = {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly provider: string;
  /** As Terraform writes them: `['create']`, `['delete', 'create']`, ... */
  readonly actions: readonly string[];
  /** Empty when there is nothing before: a creation. */
  readonly before: Members;
  /** Known values only. Empty when there is nothing after: a deletion. */
  readonly after: Members;
  /** Attributes that only AWS will know: true, or the same nested. */
  readonly unknown: Members;
  /** What makes it more than a plain change: `importing`, `deposed`, `previous_address`, ... */
  readonly oddities: readonly string[];
};

export type Plan = {
  readonly terraformVersion: string;
  readonly errored: boolean;
  readonly applyable: boolean;
  /** False whenever `-target` is used, so it decides nothing. */
  readonly complete: boolean;
  readonly changes: readonly Change[];
  readonly drift: readonly Change[];
  /** Names of outputs that would change. */
  readonly outputs: readonly string[];
  readonly deferred: number;
  readonly configuration: Configuration;
};

/** `json` is the parsed output of `terraform show -json <plan file>`. */
export function readPlan(json: unknown): Result<Plan> {
  try {
    return { ok: true, value: planOf(asMembers(json, 'plan')) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, problems: [notUnderstood(error.message)] };
    throw error;
  }
}

/** Members that repeat what the ones that are read say, or say nothing of changes. */
const ignored = ['planned_values', 'prior_state', 'relevant_attributes', 'timestamp', 'checks'];

const read = [
  'format_version',
  'terraform_version',
  'errored',
  'applyable',
  'complete',
  'resource_changes',
  'resource_drift',
  'output_changes',
  'deferred_changes',
  'configuration',
];

function planOf(plan: Members): Plan {
  const version = asText(plan['format_version'], 'format_version');
  if (!/^1\.\d+$/.test(version)) throw new ShapeError(`format_version ${version} is not known`);
  refuseUnknown(plan, [...read, ...ignored], 'plan');
  return {
    terraformVersion: asText(plan['terraform_version'], 'terraform_version'),
    errored: asFlag(plan['errored'], 'errored'),
    applyable: asFlag(plan['applyable'], 'applyable'),
    complete: asFlag(plan['complete'], 'complete'),
    changes: asOptionalList(plan['resource_changes'], 'resource_changes').map(changeOf),
    drift: asOptionalList(plan['resource_drift'], 'resource_drift').map(changeOf),
    outputs: Object.keys(asMembers(plan['output_changes'] ?? {}, 'output_changes')).sort(),
    deferred: asOptionalList(plan['deferred_changes'], 'deferred_changes').length,
    configuration: readConfiguration(asMembers(plan['configuration'], 'configuration')),
  };
}

const plainMembers = ['address', 'mode', 'type', 'name', 'provider_name', 'change', 'action_reason'];

const oddMembers = ['module_address', 'previous_address', 'index', 'deposed'];

const plainChange = ['actions', 'before', 'after', 'after_unknown', 'before_sensitive', 'after_sensitive'];

const oddChange = ['replace_paths', 'importing', 'generated_config'];

/** Identities name the same object again; they are compared by nobody. */
const identities = ['before_identity', 'after_identity'];

function changeOf(value: unknown): Change {
  const outer = asMembers(value, 'resource_changes[]');
  const address = asText(outer['address'], 'address');
  const change = asMembers(outer['change'], `${address}.change`);
  refuseUnknown(outer, [...plainMembers, ...oddMembers], address);
  refuseUnknown(change, [...plainChange, ...oddChange, ...identities], `${address}.change`);
  return {
    address,
    mode: asText(outer['mode'], `${address}.mode`),
    type: asText(outer['type'], `${address}.type`),
    provider: asText(outer['provider_name'], `${address}.provider_name`),
    actions: asList(change['actions'], `${address}.actions`).map((one) => asText(one, `${address}.actions`)),
    before: asMembers(change['before'] ?? {}, `${address}.before`),
    after: asMembers(change['after'] ?? {}, `${address}.after`),
    unknown: asMembers(change['after_unknown'] || {}, `${address}.after_unknown`),
    oddities: [...odd(outer, oddMembers), ...odd(change, oddChange)],
  };
}

function odd(members: Members, names: readonly string[]): string[] {
  return names.filter((name) => !isEmpty(members[name]));
}

function notUnderstood(message: string): Problem {
  return {
    code: 'BG0501',
    severity: 'error',
    message: `the plan cannot be understood: ${message}`,
    hint: 'nothing was applied; `terraform version` says which version made the plan',
  };
}
