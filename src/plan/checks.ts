/** The checks that opening and removal share. Each returns what it refuses; together they read aloud. */
import { isDeepStrictEqual } from 'node:util';
import type { ProblemCode } from '../problem/codes/codes.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change, Plan } from './changes.ts';

/** Who may do the work, and where. `provider` is that of Terraform's own registry unless said. */
export type Expected = {
  readonly provider?: string | undefined;
  readonly account: string;
  readonly region: string;
};

const terraformProvider = 'registry.terraform.io/hashicorp/aws';

/** Checks that the plan was made to its end and holds resources only. */
export function plain(plan: Plan): Problem[] {
  const faults = [
    ...(plan.errored ? ['the plan ended with an error'] : []),
    ...(plan.deferred > 0 ? ['the plan defers changes to a later run'] : []),
    ...plan.outputs.map((name) => `the plan changes output ${name}`),
    ...(!plan.applyable && !plan.changes.every(isIdle)
      ? ['the plan has changes and says that it cannot be applied']
      : []),
  ];
  return faults.map((fault) => refused('BG0502', fault));
}

/** Checks that nothing but resources of one plainly configured provider is in the configuration. */
export function configuration(plan: Plan, expected: Expected): Problem[] {
  const { oddities, providers } = plan.configuration;
  const faults = [...oddities];
  for (const { key, provider, settings } of providers) {
    if (key !== 'aws') faults.push(`there is a provider configuration ${key}`);
    if (provider !== providerOf(expected)) return [refused('BG0507', `provider ${key} is ${provider}`)];
    const beyond = Object.keys(settings).filter((name) => !['region', 'allowed_account_ids'].includes(name));
    faults.push(...beyond.map((name) => `provider ${key} has ${name}`));
    faults.push(...elsewhere(settings, expected).map((fault) => `provider ${key} is not ${fault}`));
  }
  if (providers.length === 0) faults.push('no provider is configured, so no account is pinned');
  return faults.map((fault) => refused('BG0509', fault));
}

function providerOf({ provider = terraformProvider }: Expected): string {
  return provider;
}

/** What synthesis writes; everything else the provider takes from the environment of the run. */
function elsewhere(settings: { readonly [name: string]: unknown }, { account, region }: Expected): string[] {
  return [
    ...(isDeepStrictEqual(settings['allowed_account_ids'], [account]) ? [] : ['pinned to the account']),
    ...(settings['region'] === region ? [] : ['in the region']),
  ];
}

/** Checks that no resource beside `addresses` is in the plan, whatever is done with it. */
export function nothingElse(plan: Plan, addresses: readonly string[]): Problem[] {
  const strangers = plan.changes.filter(({ address }) => !addresses.includes(address));
  return strangers.map(({ address, actions }) =>
    refused('BG0503', `${address} is not part of this and would be: ${actions.join(', ')}`),
  );
}

/** Checks that each of `addresses` is planned, and once only: a second entry could hide behind the first. */
export function allPlanned(changes: readonly Change[], addresses: readonly string[]): Problem[] {
  const planned = changes.map(({ address }) => address);
  const missing = addresses.filter((address) => !planned.includes(address));
  const twice = planned.filter((address, index) => planned.indexOf(address) !== index);
  return [
    ...missing.map((address) => refused('BG0504', `${address} is not in the plan`)),
    ...twice.map((address) => refused('BG0502', `${address} is in the plan twice`)),
  ];
}

/** Checks that the change is of a plain managed resource, made by the one provider. */
export function managed(change: Change, expected: Expected): Problem[] {
  const { address, mode, type, provider, oddities } = change;
  return [
    ...(mode === 'managed' ? [] : [refused('BG0509', `${address} is ${mode}, not a managed resource`)]),
    ...(address.startsWith(`${type}.`)
      ? []
      : [refused('BG0502', `${address} is said to be of type ${type}`)]),
    ...(provider === providerOf(expected) ? [] : [refused('BG0507', `${address} belongs to ${provider}`)]),
    ...oddities.map((oddity) => refused('BG0505', `${address} has ${oddity}`)),
  ];
}

/** Checks that exactly one of `allowed` is done, so no replacement, import or forgetting. */
export function action({ address, actions }: Change, allowed: readonly string[]): Problem[] {
  if (allowed.some((one) => isOnly(actions, one))) return [];
  return [
    refused('BG0505', `${address} would be: ${actions.join(', ')}; only ${allowed.join(' or ')} may be`),
  ];
}

export function isOnly(actions: readonly string[], action: string): boolean {
  return actions.length === 1 && actions[0] === action;
}

export function refused(code: ProblemCode, message: string): Problem {
  return { code, severity: 'error', message, hint: 'the whole plan is refused; nothing was applied' };
}

function isIdle({ actions }: Change): boolean {
  return isOnly(actions, 'no-op');
}
