/** The fake AWS keeps the contract that the real SDK keeps against a local AWS in test/real. */
import { at } from '../../../src/grant/lifetime.ts';
import { boundaryArn } from '../../../src/grant/names.ts';
import type { ResourceType } from '../../../src/grant/resources.ts';
import { cloudContract } from '../../world/cloud-contract.ts';
import { exampleFiles, furnish } from '../../world/example.ts';
import { begin, emptyWorld } from '../../world/fake-world.ts';
import { make } from '../../world/resources.ts';

const account = '111122223333';

cloudContract(async () => {
  const world = emptyWorld('prod-eu', account, at('2026-11-22T03:10:00Z'));
  const { aws, clock } = world;
  furnish(aws, 'prod-eu', exampleFiles([]));
  const put = (type: ResourceType, values: Parameters<typeof make>[0]['values']) =>
    make({ type, name: '', dependsOn: [], values }, aws, clock.now());
  const groups = [...aws.databases.values()].flatMap(({ securityGroups }) => securityGroups);
  return {
    cloud: begin(world).ports.cloud,
    account,
    groups: [groups[0] ?? '', groups[1] ?? ''],
    async makeRole(name, path, boundary) {
      const permissions_boundary = boundary === 'boundary' ? boundaryArn(account, 'prod-eu') : null;
      const document = { Version: '2012-10-17', Statement: [] };
      const role = { assume_role_policy: document, permissions_boundary, max_session_duration: 3600 };
      put('aws_iam_role', { name, path, tags: { 'breakglass:grant': name }, ...role });
      put('aws_iam_role_policy', { name: 'breakglass', role: name, policy: document });
    },
    async makeOpening(security_group_id, port, target) {
      const tags = target === undefined ? {} : { 'breakglass:target': target };
      const range = { from_port: port, to_port: port, cidr_ipv4: '203.0.113.0/28' };
      const rule = { security_group_id, ip_protocol: 'tcp', description: '', tags, ...range };
      put('aws_vpc_security_group_ingress_rule', rule);
    },
    async makeSchedule(name, group_name, schedule_expression) {
      const target = { arn: `arn:aws:lambda:eu-central-1:${account}:function:breakglass-prod-eu-end` };
      const when = { schedule_expression, schedule_expression_timezone: 'UTC', state: 'ENABLED' };
      put('aws_scheduler_schedule', { name, group_name, target, ...when });
    },
    close: async () => undefined,
  };
});
