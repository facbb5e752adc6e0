/** The checks that opening and removal share. Each returns what it refuses; together they read aloud. */
import type { ProblemCode } from '../problem/codes/codes.ts';
import type { Problem } from '../problem/problem.ts';
import type { Change, Plan } from './changes.ts';

/** Who may do the work, and where. `provider` is that of Terraform's own registry unless said; what else is left out is not compared. */
export type Expected = {
  readonly provider?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
};

const terraformProvider = 'registry.terraform.io/hashicorp/aws';

/** Checks that the plan was made to its end and holds resources only. */
export function plain(plan: Plan): Problem[] {
  const faults = [
    ...(plan.errored ? ['the plan ended with an error'] : []),
    ...(plan.deferred > 0 ? ['the plan defers changes to a later run'] : []),
    ...plan.outputs.map((name) => `the plan changes output ${name}`),
    ...(plan.changes.length > 0 && !plan.applyable && !plan.changes.every(isIdle)
      ? ['the plan has changes and says that it cannot be applied']
      : []),
  ];
  return faults.map((fault) => refused('BG0502', fault));
}

/** Settings of the provider that synthesis writes; all others come from the environment. */
const settings = ['region', 'allowed_account_ids'];

/** Checks that nothing but resources of one plainly configured provider is in the configuration. */
export function configuration(plan: Plan, expected: Expected): Problem[] {
  const { oddities, providers } = plan.configuration;
  const faults = [...oddities];
  for (const { key, provider, settings: found } of providers) {
    if (key !== 'aws') faults.push(`there is a provider configuration ${key}`);
    if (provider !== providerOf(expected)) return [refused('BG0507', `provider ${key} is ${provider}`)];
    for (const name of Object.keys(found)) {
      if (!settings.includes(name)) faults.push(`provider ${key} has ${name}`);
    }
    faults.push(...elsewhere(found, expected));
  }
  if (providers.length === 0) faults.push('no provider is configured, so no account is pinned');
  return faults.map((fault) => refused('BG0509', fault));
}

function providerOf({ provider = terraformProvider }: Expected): string {
  return provider;
}

function elsewhere(found: { readonly [name: string]: unknown }, expected: Expected): string[] {
  const { region, allowed_account_ids: accounts } = found;
  const [account, ...others] = Array.isArray(accounts) ? accounts : [];
  const pinned = typeof account === 'string' && others.length === 0;
  return [
    ...(pinned && (expected.account ?? account) === account
      ? []
      : ['provider aws is not pinned to the account']),
    ...(typeof region === 'string' && (expected.region ?? region) === region
      ? []
      : ['provider aws is not in the region']),
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
export function allPlanned(planned: readonly string[], addresses: readonly string[]): Problem[] {
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
