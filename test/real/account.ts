/** A local AWS with what the sample grants need to stand on, and a Terraform for it in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { bundleApp } from '../../scripts/bundles.ts';
import { startMoto } from '../../src/local/moto.ts';
import { openTerraform, type TerraformOptions } from '../../src/outside/terraform/open.ts';
import { account, region } from '../unit/stacks/sample.ts';

export type Account = Awaited<ReturnType<typeof openAccount>>;

const allowAll = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** The caller calls `close`, also when something failed. */
export async function openAccount() {
  const moto = await startMoto(account);
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-real-'));
  const close = async () => {
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await bundleApp(join(folder, 'app'));
    const options = {
      endpoint: moto.endpoint,
      region,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    };
    const iam = new IAMClient(options);
    const ec2 = new EC2Client(options);
    const scheduler = new SchedulerClient(options);
    const group = await seed(iam, ec2, scheduler);
    return { endpoint: moto.endpoint, folder, group, iam, ec2, scheduler, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Terraform for the account, as the command line opens it; `said` receives its progress. */
export function terraformOf(
  { endpoint, folder }: Pick<Account, 'endpoint' | 'folder'>,
  change: Partial<TerraformOptions> = {},
) {
  return openTerraform({
    directory: join(folder, 'terraform'),
    target: 'prod-eu',
    local: true,
    endpoint,
    environment: process.env,
    app: join(folder, 'app', 'main.js'),
    progress: () => undefined,
    ...change,
  });
}

/** Ids of the ingress rules of the group. */
export async function ingressRules({ ec2, group }: Account): Promise<string[]> {
  const filter = { Name: 'group-id', Values: [group] };
  const { SecurityGroupRules: rules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [filter] }),
  );
  return rules
    .filter(({ IsEgress }) => IsEgress === false)
    .map(({ SecurityGroupRuleId }) => String(SecurityGroupRuleId));
}

export async function revokeAll(of: Account): Promise<void> {
  const ids = await ingressRules(of);
  await of.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: of.group, SecurityGroupRuleIds: ids }));
}

async function seed(iam: IAMClient, ec2: EC2Client, scheduler: SchedulerClient): Promise<string> {
  const name = { PolicyName: 'breakglass-prod-eu-boundary', PolicyDocument: allowAll };
  await iam.send(new CreatePolicyCommand(name));
  await scheduler.send(new CreateScheduleGroupCommand({ Name: 'breakglass-prod-eu-schedules' }));
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { GroupId: group } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'orders', Description: 'orders', VpcId: vpc?.VpcId }),
  );
  if (group === undefined) throw new Error('the local AWS made no security group');
  return group;
}
