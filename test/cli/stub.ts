/**
 * An AWS in which nothing of ours stands: it says who calls, and of the small repository's database
 * what its lock file says. Or one that answers every call with the same error.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** `answers`: the account of the caller, or the name of the error. */
export async function startStub(answers: string): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request, response, answers));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export function answerCaller(response: ServerResponse, account: string): void {
  send(response, 200, callerOf(account));
}

async function answer(request: IncomingMessage, response: ServerResponse, answers: string): Promise<void> {
  const action = new URLSearchParams(await text(request)).get('Action') ?? '';
  if (!/^\d{12}$/.test(answers)) send(response, 403, errorOf(answers));
  else if (action === 'GetCallerIdentity') answerCaller(response, answers);
  else if (action === '' && request.url?.startsWith('/schedules?')) send(response, 200, '{"Schedules":[]}');
  else if (answerOf[action] !== undefined) send(response, 200, answerOf[action]);
  else send(response, 404, errorOf(action === 'GetRole' ? 'NoSuchEntity' : 'ResourceNotFoundException'));
}

function send(response: ServerResponse, status: number, body: string): void {
  const type = body.startsWith('{') ? 'application/json' : 'text/xml';
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

function callerOf(account: string): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::${account}:user/somebody</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>
  </GetCallerIdentityResult>
</GetCallerIdentityResponse>`;
}

function errorOf(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>as the script says</Message></Error></ErrorResponse>`;
}

const ec2 = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"';
const group = 'sg-0a1b2c3d4e5f60718';
const account = '111122223333';

const answerOf: Readonly<Record<string, string>> = {
  ListRoles: `<ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <ListRolesResult><IsTruncated>false</IsTruncated><Roles/></ListRolesResult></ListRolesResponse>`,
  DescribeSecurityGroupRules: `<DescribeSecurityGroupRulesResponse ${ec2}><securityGroupRuleSet/></DescribeSecurityGroupRulesResponse>`,
  DescribeSecurityGroups: `<DescribeSecurityGroupsResponse ${ec2}><securityGroupInfo><item>
  <groupId>${group}</groupId><ownerId>${account}</ownerId></item></securityGroupInfo></DescribeSecurityGroupsResponse>`,
  DescribeDBClusters: `<DescribeDBClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBClustersResult>
  <DBClusters><DBCluster><DBClusterIdentifier>orders-prod</DBClusterIdentifier>
    <DBClusterArn>arn:aws:rds:eu-central-1:${account}:cluster:orders-prod</DBClusterArn>
    <DbClusterResourceId>cluster-7QK4ZJ2M5XWVYB3N6TAHRDPLCE</DbClusterResourceId>
    <Engine>aurora-postgresql</Engine><Port>5432</Port>
    <IAMDatabaseAuthenticationEnabled>true</IAMDatabaseAuthenticationEnabled>
    <EnabledCloudwatchLogsExports><member>iam-db-auth-error</member><member>postgresql</member></EnabledCloudwatchLogsExports>
    <VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>${group}</VpcSecurityGroupId><Status>active</Status>
    </VpcSecurityGroupMembership></VpcSecurityGroups>
  </DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>`,
};
