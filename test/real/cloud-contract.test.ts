/** The SDK against a local AWS keeps the contract that the fake world keeps. */
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as scheduler from '@aws-sdk/client-scheduler';
import { boundaryArn, endFunctionArn, schedulerRoleArn } from '../../src/grant/names.ts';
import { startLocalAws } from '../../src/local/local-aws.ts';
import { seedLocalAws } from '../../src/local/seed.ts';
import { openCloud } from '../../src/outside/aws/cloud.ts';
import { connect } from '../../src/outside/aws/connection.ts';
import { machineClock } from '../../src/outside/clock.ts';
import { cloudContract } from '../world/cloud-contract.ts';
import { account, localEstate, region, target } from './local-estate.ts';

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'None', Effect: 'Deny', Action: ['*'], Resource: ['*'] }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
});

cloudContract(async () => {
  const aws = await startLocalAws({ account, region, clock: machineClock });
  const groups = await seedLocalAws(aws.endpoint, localEstate(), target);
  const { settings } = connect({ region, endpoint: aws.endpoint });
  const roles = new iam.IAMClient(settings);
  const network = new ec2.EC2Client(settings);
  const schedules = new scheduler.SchedulerClient(settings);
  return {
    cloud: openCloud({ account, region, endpoint: aws.endpoint, clock: machineClock }),
    account,
    groups: [groups.get('orders-prod') ?? '', groups.get('stock') ?? ''],
    async makeRole(RoleName, Path, boundary) {
      const role = { RoleName, Path, AssumeRolePolicyDocument: trust };
      const bound = boundary === 'boundary' ? { PermissionsBoundary: boundaryArn(account, target) } : {};
      await roles.send(new iam.CreateRoleCommand({ ...role, ...bound }));
      const policy = { RoleName, PolicyName: 'breakglass', PolicyDocument: document };
      await roles.send(new iam.PutRolePolicyCommand(policy));
    },
    async makeOpening(GroupId, port, tag) {
      const range = { FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '203.0.113.0/28' }] };
      const Tags = [{ Key: 'breakglass:target', Value: tag ?? '' }];
      const tagged = { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] };
      const rule = { GroupId, IpPermissions: [{ IpProtocol: 'tcp', ...range }] };
      const whole = tag === undefined ? rule : { ...rule, ...tagged };
      await network.send(new ec2.AuthorizeSecurityGroupIngressCommand(whole));
    },
    async makeSchedule(Name, GroupName, ScheduleExpression) {
      const Target = {
        Arn: endFunctionArn(account, region, target),
        RoleArn: schedulerRoleArn(account, target),
      };
      const when = { ScheduleExpression, ScheduleExpressionTimezone: 'UTC' };
      const window = { FlexibleTimeWindow: { Mode: 'OFF' as const } };
      const schedule = { Name, GroupName, Target, ...when, ...window };
      await schedules.send(new scheduler.CreateScheduleCommand(schedule));
    },
    close: aws.stop,
  };
});
