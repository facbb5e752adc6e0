/** What a target holds before its first grant: schedule group, the scheduler's role, the ceiling of grant roles, people. */
import { boundaryArn, endFunctionArn, scheduleGroup, schedulerRoleArn } from '../grant/names.ts';
import type { Stage } from './stage.ts';

export async function seedFoundation(stage: Stage, users: readonly string[]): Promise<void> {
  const scheduler = await import('@aws-sdk/client-scheduler');
  const schedules = new scheduler.SchedulerClient(stage.settings);
  await schedules.send(new scheduler.CreateScheduleGroupCommand({ Name: scheduleGroup(stage.target) }));
  schedules.destroy();
  const sdk = await import('../outside/aws/iam-sdk.ts');
  const iam = new sdk.IAMClient(stage.settings);
  const role = nameIn(schedulerRoleArn(stage.account, stage.target));
  await iam.send(
    new sdk.CreatePolicyCommand({
      PolicyName: nameIn(boundaryArn(stage.account, stage.target)).name,
      PolicyDocument: text(ceiling(stage)),
    }),
  );
  await iam.send(
    new sdk.CreateRoleCommand({
      RoleName: role.name,
      Path: role.path,
      AssumeRolePolicyDocument: text(schedulerTrust(stage)),
    }),
  );
  await iam.send(
    new sdk.PutRolePolicyCommand({
      RoleName: role.name,
      PolicyName: 'invoke-end',
      PolicyDocument: text(invokeEnd(stage)),
    }),
  );
  for (const UserName of new Set(users)) await iam.send(new sdk.CreateUserCommand({ UserName }));
  iam.destroy();
}

/** Every action that any grant can hold, on the resources of this account and region; and nothing on the pipeline's own. */
function ceiling({ account, region }: Stage) {
  const actions = [
    'GetItem',
    'BatchGetItem',
    'Query',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
  ];
  return [
    {
      Sid: 'Connect',
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: [`arn:aws:rds-db:${region}:${account}:dbuser:*/bg_*`],
    },
    {
      Sid: 'Items',
      Effect: 'Allow',
      Action: actions.map((action) => `dynamodb:${action}`),
      Resource: [`arn:aws:dynamodb:${region}:${account}:table/*`],
    },
    { Sid: 'WhoAmI', Effect: 'Allow', Action: ['sts:GetCallerIdentity'], Resource: ['*'] },
  ];
}

/** Only schedules of our own group may wear the role. */
function schedulerTrust({ account, region, target }: Stage) {
  const group = `arn:aws:scheduler:${region}:${account}:schedule-group/${scheduleGroup(target)}`;
  return [
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group } },
    },
  ];
}

function invokeEnd({ account, region, target }: Stage) {
  return [
    {
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction'],
      Resource: [endFunctionArn(account, region, target)],
    },
  ];
}

/** Path and name of a role or a policy, out of its ARN. */
function nameIn(arn: string): { path: string; name: string } {
  const full = arn.slice(arn.indexOf('/'));
  const end = full.lastIndexOf('/') + 1;
  return { path: full.slice(0, end), name: full.slice(end) };
}

function text(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
