/** The real Terraform, provider and a local AWS keep the contract that the fake world keeps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as iam from '@aws-sdk/client-iam';
import { awsDenyAll } from '../../src/grant/names.ts';
import { terraformContract } from '../world/terraform-contract.ts';
import { ingressRules, openAccount, revokeAll, terraformOf } from './account.ts';

const trust = '{"Version":"2012-10-17","Statement":[]}';

terraformContract(async () => {
  const aws = await openAccount();
  return {
    terraform: terraformOf(aws),
    group: aws.group,
    async roles() {
      const { Roles = [] } = await aws.iam.send(
        new iam.ListRolesCommand({ PathPrefix: '/breakglass/prod-eu/' }),
      );
      return Roles.map(({ RoleName }) => String(RoleName)).sort();
    },
    rules: () => ingressRules(aws),
    async makeRole(RoleName) {
      await aws.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    },
    async removeRole(RoleName) {
      await aws.iam.send(new iam.DeleteRoleCommand({ RoleName }));
    },
    async denyRole(RoleName) {
      const boundary = { RoleName, PermissionsBoundary: awsDenyAll };
      await aws.iam.send(new iam.PutRolePermissionsBoundaryCommand(boundary));
      await aws.iam.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: awsDenyAll }));
    },
    revokeAll: () => revokeAll(aws),
    whileHeld: (act) => whileLocked(join(aws.folder, 'terraform'), act),
    close: aws.close,
  };
});

/** Another process holds the kernel's lock on the state, with the note beside it that Terraform leaves. */
async function whileLocked(folder: string, act: () => Promise<void>): Promise<void> {
  const info = {
    ID: '7c6ce4b2-6c92-ba53-e8bf-dd7f4a8ce84b',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'mei@bastion',
    Version: '1.11.4',
    Created: '2026-11-22T03:09:00Z',
    Path: 'terraform.tfstate',
  };
  const holder = spawn('python3', ['-c', hold, JSON.stringify(info)], { cwd: folder });
  try {
    await once(holder.stdout, 'data');
    await act();
  } finally {
    const gone = once(holder, 'exit');
    holder.kill();
    await gone;
  }
}

const hold = `
import fcntl, sys, time
state = open('terraform.tfstate', 'r+')
fcntl.lockf(state, fcntl.LOCK_EX)
open('.terraform.tfstate.lock.info', 'w').write(sys.argv[1])
print('held', flush=True)
time.sleep(600)
`;
