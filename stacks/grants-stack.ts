/** The one stack of a target: what its live grants want to stand. No rule, no file name, no clock. */
import { addressOf, type Json, type Resource, type ResourceType } from '../src/grant/resources.ts';
import type { SynthesisInput } from '../src/ports.ts';
import { constructArguments, terraformArguments } from './arguments.ts';
import {
  type App,
  AwsProvider,
  IamRole,
  IamRolePolicy,
  LocalBackend,
  S3Backend,
  SchedulerSchedule,
  TerraformStack,
  VpcSecurityGroupIngressRule,
} from './cdk.ts';
import { escapeText } from './escape.ts';

/** Both lines of the provider that read our arguments alike. The bindings pin 5.100.0, which would refuse all others. */
const provider = { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' };

/** A preview must never be applied: no Terraform has this version. */
const noTerraform = '< 0.0.1';

/** cdktf drops other characters from names without a word, and Terraform refuses a leading digit. */
const localName = /^[a-z][A-Za-z0-9_-]*$/;

/** Adds the target's stack to `app`. The order of `input.resources` does not matter. */
export function grantsStack(app: App, input: SynthesisInput): TerraformStack {
  const stack = new TerraformStack(app, input.target);
  addBackend(stack, input.settings);
  new AwsProvider(stack, 'aws', {
    region: escapeText(input.settings.region),
    allowedAccountIds: [escapeText(input.settings.account)],
  });
  stack.addOverride('terraform.required_providers.aws', provider);
  if (input.settings.preview) stack.addOverride('terraform.required_version', noTerraform);
  for (const resource of sorted(input.resources)) addResource(stack, resource);
  return stack;
}

/**
 * Explicit: without one cdktf writes the absolute path of this machine. No key and no endpoint: those
 * are in the environment of the run, so that one configuration serves a local AWS and AWS itself.
 */
function addBackend(stack: TerraformStack, { state, account, region }: SynthesisInput['settings']): void {
  if (state.kind === 'local') {
    if (state.path.startsWith('/')) throw new Error(`the path of the state must be relative: ${state.path}`);
    new LocalBackend(stack, { path: state.path });
    return;
  }
  const [bucket, key] = [escapeText(state.bucket), escapeText(state.key)];
  new S3Backend(stack, { bucket, key, region: escapeText(region), encrypt: true });
  // The bindings are older than these two.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
  stack.addOverride('terraform.backend.s3.allowed_account_ids', [escapeText(account)]);
}

type Construct = new (
  scope: TerraformStack,
  id: string,
  config: never,
) => IamRole | IamRolePolicy | VpcSecurityGroupIngressRule | SchedulerSchedule;

const constructs: Record<ResourceType, Construct> = {
  aws_iam_role: IamRole,
  aws_iam_role_policy: IamRolePolicy,
  aws_vpc_security_group_ingress_rule: VpcSecurityGroupIngressRule,
  aws_scheduler_schedule: SchedulerSchedule,
};

function addResource(stack: TerraformStack, resource: Resource): void {
  if (!localName.test(resource.name)) throw new Error(`not a name for Terraform: ${resource.name}`);
  const config: { readonly [name: string]: Json } = constructArguments(terraformArguments(resource));
  // The arguments are data here; that none was lost or changed is checked after synthesis.
  const made = new constructs[resource.type](stack, resource.name, config as never);
  const after = [...new Set(resource.dependsOn)].sort();
  if (after.length > 0) made.dependsOn = after;
}

function sorted(resources: readonly Resource[]): Resource[] {
  return [...resources].sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
}
