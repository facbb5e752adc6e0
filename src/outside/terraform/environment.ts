/**
 * What Terraform sees of our environment: a list of names that may pass. `TF_CLI_ARGS` and the like
 * could add flags to a reviewed run, and an endpoint could send it to somebody else's AWS.
 */
import { existsSync } from 'node:fs';

export type Environment = { readonly [name: string]: string | undefined };

const passed: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'TMPDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'AWS_CA_BUNDLE',
  'TF_CLI_CONFIG_FILE',
  'TF_PLUGIN_CACHE_DIR',
]);

const credentials: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
]);

/** No sign-in of a person is used against a local AWS, and none is needed: it accepts any key. */
const localKeys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/**
 * The whole environment of a Terraform run. `endpoint` is that of a local AWS; without one all
 * endpoints that the machine has configured are ignored.
 */
export function terraformEnvironment(
  from: Environment,
  endpoint: string | undefined,
): Record<string, string> {
  const own = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const aws =
    endpoint === undefined
      ? { ...allowed(from, credentials), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
      : { ...localKeys, AWS_ENDPOINT_URL: endpoint, AWS_EC2_METADATA_DISABLED: 'true' };
  return { ...withExistingConfig(allowed(from, passed)), ...aws, ...own };
}

function allowed(from: Environment, names: ReadonlySet<string>): Record<string, string> {
  const entries = Object.entries(from).filter(([name]) => names.has(name) || names.has(upperProxy(name)));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

/** `https_proxy` is as usual as `HTTPS_PROXY`. */
function upperProxy(name: string): string {
  return name.endsWith('_proxy') ? name.toUpperCase() : name;
}

/** A file that is not there makes Terraform warn in front of every answer. */
function withExistingConfig(environment: Record<string, string>): Record<string, string> {
  const { TF_CLI_CONFIG_FILE: file, ...others } = environment;
  return file !== undefined && existsSync(file) ? environment : others;
}
