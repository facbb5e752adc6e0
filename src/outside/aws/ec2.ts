/** Security groups and their ingress rules. */
import type { Filter, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Cloud, Listing, StandingOpening } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { listing, pages } from './listing.ts';
import { once } from './once.ts';

type Network = Pick<Cloud, 'securityGroup' | 'openings' | 'closeOpenings'>;
type Ec2 = Awaited<ReturnType<typeof load>>;
type Caller = { readonly connection: Connection; readonly ec2: Ec2 };

const service = 'EC2';
const tag = 'breakglass:target';
/** AWS takes at most 200 values in one filter. */
const filterValues = 200;
const noGroup = [
  'InvalidGroup.NotFound',
  'InvalidGroupId.NotFound',
  'InvalidGroupId.Malformed',
  'InvalidGroup.Malformed',
];
const noRule = ['InvalidSecurityGroupRuleId.NotFound', 'InvalidPermission.NotFound'];

export function openNetwork(connection: Connection): Network {
  const open = once(async () => ({ connection, ec2: await load(connection) }));
  return {
    async securityGroup(id) {
      const { ec2 } = await open();
      const question = { service, call: 'DescribeSecurityGroups', absent: noGroup };
      const answer = await connection.ask(question, (options) =>
        ec2.client.send(new ec2.DescribeSecurityGroupsCommand({ GroupIds: [id] }), options),
      );
      if (answer === undefined) return undefined;
      const account = answer.SecurityGroups?.find((group) => group.GroupId === id)?.OwnerId;
      if (account === undefined) throw new Outage(`AWS EC2 says nothing of the owner of ${id}`);
      return { account };
    },
    openings: async (target, groups) => openings(await open(), target, groups),
    async closeOpenings(securityGroup, ruleIds) {
      if (ruleIds.length > 0) await close(await open(), securityGroup, ruleIds);
    },
  };
}

async function load(connection: Connection) {
  const sdk = await import('./ec2-sdk.ts');
  const { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand } = sdk;
  const { EC2Client, RevokeSecurityGroupIngressCommand } = sdk;
  const client = new EC2Client(connection.settings);
  return {
    client,
    DescribeSecurityGroupRulesCommand,
    DescribeSecurityGroupsCommand,
    RevokeSecurityGroupIngressCommand,
  };
}

/** One rule may come by its tag and by its group; what the filters let through is looked at again here. */
async function openings(
  caller: Caller,
  target: string,
  groups: readonly string[],
): Promise<Listing<StandingOpening>> {
  const seen = new Set<string>();
  return listing(rules(caller, target, groups), async (rule) => {
    const opening = openingOf(rule);
    const ours = opening.tags[tag] === target || groups.includes(opening.securityGroup);
    if (rule.IsEgress === true || !ours || seen.has(opening.ruleId)) return undefined;
    seen.add(opening.ruleId);
    return opening;
  });
}

async function* rules(
  caller: Caller,
  target: string,
  groups: readonly string[],
): AsyncGenerator<SecurityGroupRule> {
  yield* filtered(caller, { Name: `tag:${tag}`, Values: [target] });
  for (let from = 0; from < groups.length; from += filterValues) {
    yield* filtered(caller, { Name: 'group-id', Values: groups.slice(from, from + filterValues) });
  }
}

function filtered({ connection, ec2 }: Caller, filter: Filter): AsyncGenerator<SecurityGroupRule> {
  return pages(async (NextToken) => {
    const answer = await connection.ask({ service, call: 'DescribeSecurityGroupRules' }, (options) =>
      ec2.client.send(
        new ec2.DescribeSecurityGroupRulesCommand({ Filters: [filter], NextToken, MaxResults: 1000 }),
        options,
      ),
    );
    return { items: answer?.SecurityGroupRules, next: answer?.NextToken };
  });
}

/** A rule that names a prefix list or a group is not ours, and must be seen all the same. */
function openingOf(rule: SecurityGroupRule): StandingOpening {
  return {
    ruleId: rule.SecurityGroupRuleId ?? '',
    securityGroup: rule.GroupId ?? '',
    protocol: rule.IpProtocol ?? '-1',
    fromPort: rule.FromPort ?? -1,
    toPort: rule.ToPort ?? -1,
    range: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? '',
    description: rule.Description ?? '',
    tags: Object.fromEntries((rule.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  };
}

/** All at once; AWS refuses the whole call when one of the rules is gone, so then each by itself. */
async function close(caller: Caller, group: string, ruleIds: readonly string[]): Promise<void> {
  const closed = await revoke(caller, group, ruleIds);
  if (closed || ruleIds.length === 1) return;
  for (const ruleId of ruleIds) await revoke(caller, group, [ruleId]);
}

async function revoke(
  { connection, ec2 }: Caller,
  group: string,
  ruleIds: readonly string[],
): Promise<boolean> {
  const question = { service, call: 'RevokeSecurityGroupIngress', absent: [...noGroup, ...noRule] };
  const answer = await connection.ask(question, (options) =>
    ec2.client.send(
      new ec2.RevokeSecurityGroupIngressCommand({ GroupId: group, SecurityGroupRuleIds: [...ruleIds] }),
      options,
    ),
  );
  return answer !== undefined;
}
