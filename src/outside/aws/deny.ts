/** The cut of a role: a boundary and an attachment that deny everything. Nothing here takes either away. */
import { awsDenyAll } from '../../grant/names.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { once } from './once.ts';

const gone = { service: 'IAM', absent: ['NoSuchEntityException', 'NoSuchEntity'] };

/**
 * Returns a function that denies a role by name. Both calls are made, whatever becomes of the
 * other: either of them is enough to stop every session. A role that is gone is no error.
 */
export function openDenying(connection: Connection): (name: string) => Promise<void> {
  const open = once(async () => {
    const sdk = await import('./iam-sdk.ts');
    return { ...sdk, client: new sdk.IAMClient(connection.settings) };
  });
  return async (name) => {
    const iam = await open();
    const ask = (call: string, send: Parameters<typeof connection.ask<unknown>>[1]) =>
      connection.ask({ ...gone, call }, send);
    const boundary = ask('PutRolePermissionsBoundary', (options) =>
      iam.client.send(
        new iam.PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: awsDenyAll }),
        options,
      ),
    );
    const attachment = ask('AttachRolePolicy', (options) =>
      iam.client.send(new iam.AttachRolePolicyCommand({ RoleName: name, PolicyArn: awsDenyAll }), options),
    );
    const outcomes = await Promise.allSettled([boundary, attachment]);
    const problems = outcomes.flatMap(faultOf);
    if (problems.length === 0) return;
    const role = await ask('GetRole', (options) =>
      iam.client.send(new iam.GetRoleCommand({ RoleName: name }), options),
    );
    if (role !== undefined)
      throw new Outage(`role ${name} is not denied as it must be: ${problems.join('; ')}`);
  };
}

/**
 * "No such entity" may also mean the policy AWSDenyAll: then the role stands undenied, so that
 * answer is a fault here until the role itself is found to be gone.
 */
function faultOf(outcome: PromiseSettledResult<unknown>): string[] {
  if (outcome.status === 'rejected') {
    if (outcome.reason instanceof Outage) return [outcome.reason.message];
    throw outcome.reason;
  }
  return outcome.value === undefined ? ['AWS finds the role or the policy AWSDenyAll no more'] : [];
}
