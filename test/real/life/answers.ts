/** Everything that AWS itself answers about what stands under our names: whole answers, nothing chosen. */
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as scheduler from '@aws-sdk/client-scheduler';
import { awsDenyAll, rolePath, scheduleGroup } from '../../../src/grant/names.ts';
import { connect } from '../../../src/outside/aws/connection.ts';

export type Answers = {
  readonly roles: Readonly<Record<string, RoleAnswer>>;
  /** By id of the rule; ingress only. */
  readonly rules: Readonly<Record<string, ec2.SecurityGroupRule>>;
  readonly schedules: Readonly<Record<string, object>>;
};

export type RoleAnswer = {
  readonly role: iam.Role;
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, string>>;
};

/** `target`: whose names are looked for; rules are those of every security group. */
export async function answersOf(
  endpoint: string,
  { target, region }: { readonly target: string; readonly region: string },
): Promise<Answers> {
  const { settings } = connect({ region, endpoint });
  const clients = [
    new iam.IAMClient(settings),
    new ec2.EC2Client(settings),
    new scheduler.SchedulerClient(settings),
  ] as const;
  const [roles, rules, schedules] = await Promise.all([
    rolesOf(clients[0], rolePath(target)),
    rulesOf(clients[1]),
    schedulesOf(clients[2], scheduleGroup(target)),
  ]);
  for (const client of clients) client.destroy();
  return { roles, rules, schedules };
}

/** The cut as AWS has it: boundary and attachment both, the policy still there to be looked at. */
export function isDenied({ roles }: Answers, grant: string): boolean {
  const { role, attached = [] } = roles[grant] ?? {};
  return role?.PermissionsBoundary?.PermissionsBoundaryArn === awsDenyAll && attached.includes(awsDenyAll);
}

/** What the rules open. */
export function ranges({ rules }: Answers): string[] {
  return Object.values(rules).map(({ CidrIpv4 }) => String(CidrIpv4));
}

async function rolesOf(client: iam.IAMClient, PathPrefix: string): Promise<Answers['roles']> {
  const { Roles = [] } = await client.send(new iam.ListRolesCommand({ PathPrefix }));
  const names = Roles.map(({ RoleName }) => String(RoleName)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await roleOf(client, name)] as const)),
  );
}

async function roleOf(client: iam.IAMClient, RoleName: string): Promise<RoleAnswer> {
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
  const { AttachedPolicies = [] } = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
  const { PolicyNames = [] } = await client.send(new iam.ListRolePoliciesCommand({ RoleName }));
  const inline = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument } = await client.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
    return [PolicyName, String(PolicyDocument)] as const;
  });
  if (Role === undefined) throw new Error(`AWS lists ${RoleName} and does not have it`);
  return {
    role: Role,
    attached: AttachedPolicies.map(({ PolicyArn }) => String(PolicyArn)),
    inline: Object.fromEntries(await Promise.all(inline)),
  };
}

async function rulesOf(client: ec2.EC2Client): Promise<Answers['rules']> {
  const { SecurityGroupRules = [] } = await client.send(new ec2.DescribeSecurityGroupRulesCommand({}));
  const ingress = SecurityGroupRules.filter(({ IsEgress }) => IsEgress === false);
  return Object.fromEntries(ingress.map((rule) => [String(rule.SecurityGroupRuleId), rule]));
}

async function schedulesOf(
  client: scheduler.SchedulerClient,
  GroupName: string,
): Promise<Answers['schedules']> {
  const { Schedules = [] } = await client.send(new scheduler.ListSchedulesCommand({ GroupName }));
  const answers = Schedules.map(async ({ Name }) => {
    const { $metadata: _, ...schedule } = await client.send(
      new scheduler.GetScheduleCommand({ GroupName, Name }),
    );
    return [String(Name), schedule] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}
