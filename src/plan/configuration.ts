/** The part of a plan that repeats the configuration: here only what is more than plain resources of ours. */
import {
  asMembers,
  asOptionalList,
  asText,
  isEmpty,
  isMembers,
  type Members,
  refuseUnknown,
} from './shape.ts';

export type Configuration = {
  readonly providers: readonly ProviderConfiguration[];
  /** `address` of a resource and what is odd about it: `aws_iam_role.x has provisioners`. */
  readonly oddities: readonly string[];
};

export type ProviderConfiguration = {
  /** Key of the configuration: `aws`; an alias or a module's provider has another. */
  readonly key: string;
  /** `registry.terraform.io/hashicorp/aws` */
  readonly provider: string;
  /** Constant values by argument; undefined for one that is an expression. */
  readonly settings: { readonly [argument: string]: unknown };
};

export function readConfiguration(configuration: Members): Configuration {
  refuseUnknown(configuration, ['provider_config', 'root_module'], 'configuration');
  const providers = Object.entries(asMembers(configuration['provider_config'] ?? {}, 'provider_config'));
  const root = asMembers(configuration['root_module'] ?? {}, 'root_module');
  const beyond = Object.keys(root).filter((key) => key !== 'resources' && !isEmpty(root[key]));
  return {
    providers: providers.map(([key, value]) => providerOf(key, asMembers(value, `provider_config.${key}`))),
    oddities: [
      ...beyond.map((key) => `the root module has ${key}`),
      ...asOptionalList(root['resources'], 'root_module.resources').flatMap(resourceOddities),
    ],
  };
}

const providerMembers = ['name', 'full_name', 'expressions', 'version_constraint'];

function providerOf(key: string, value: Members): ProviderConfiguration {
  refuseUnknown(value, providerMembers, `provider_config.${key}`);
  const expressions = asMembers(value['expressions'] ?? {}, `provider_config.${key}.expressions`);
  const settings = Object.entries(expressions).map(([name, expression]) => [name, constantOf(expression)]);
  return {
    key,
    provider: asText(value['full_name'], `provider_config.${key}.full_name`),
    settings: Object.fromEntries(settings),
  };
}

/** Blocks (`endpoints`, `assume_role`) are lists, references have no `constant_value`. */
function constantOf(expression: unknown): unknown {
  return isMembers(expression) ? expression['constant_value'] : undefined;
}

const resourceMembers = [
  'address',
  'mode',
  'type',
  'name',
  'provider_config_key',
  'expressions',
  'schema_version',
  'depends_on',
];

function resourceOddities(value: unknown): string[] {
  const resource = asMembers(value, 'root_module.resources[]');
  const address = asText(resource['address'], 'root_module.resources[].address');
  const beyond = Object.keys(resource).filter(
    (key) => !resourceMembers.includes(key) && !isEmpty(resource[key]),
  );
  const kinds = resource['mode'] === 'managed' ? [] : [`${address} is not a managed resource`];
  const provider = resource['provider_config_key'] === 'aws' ? [] : [`${address} has another provider`];
  return [...kinds, ...provider, ...beyond.map((key) => `${address} has ${key}`)];
}
