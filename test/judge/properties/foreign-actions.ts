/** Other actions on granted resources, and on everything else. */
import { exampleArn, isOf, knownActions } from '../actions.ts';
import { arnOf, caller, during, itemCall, ways } from '../calls.ts';
import type { Subject } from '../subject.ts';
import type { Wrong } from './calls.ts';

/** Every action of DynamoDB on each granted resource, or on something of that table: as good a call as can be. */
export function otherActions(subject: Subject): Wrong[] {
  const ofDynamo = knownActions.filter(({ action }) => action.startsWith('dynamodb:'));
  return subject.tables.flatMap((access) =>
    ofDynamo
      .filter(({ action }) => !access.actions.includes(action.slice('dynamodb:'.length)))
      .flatMap(({ action, arns }): Wrong[] => {
        const call = itemCall(subject, access, { action });
        const own = arns.filter((pattern) => isOf(pattern, call.resource)).map(() => call.resource);
        const below = arns.map((pattern) => exampleArn(pattern, subject.grant.target, access.tableName));
        const resources = arns.length === 0 ? ['*'] : own.length > 0 ? own.slice(0, 1) : below.slice(0, 1);
        return resources.map((resource) => ['another action', { ...call, resource }]);
      }),
  );
}

/** Every other action that is known, on something of its kind. */
export function otherServices(subject: Subject): Wrong[] {
  return knownActions
    .filter(({ action }) => action !== 'rds-db:connect' && !judgedByEveryone.has(action))
    .map(({ action, arns: [pattern] }): Wrong => {
      const resource = pattern === undefined ? '*' : exampleArn(pattern, subject.grant.target);
      const context = { ...during(subject), ...ways(subject)[0] };
      return ['another service', { ...caller(subject), action, resource, context }];
    });
}

/** Works under any Deny (STS reference): it says who is asking and nothing else. */
const judgedByEveryone = new Set(['sts:GetCallerIdentity']);

export function writes(subject: Subject): Wrong[] {
  return subject.tables.flatMap((access) =>
    ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'PartiQLUpdate', 'PartiQLDelete']
      .filter((action) => !access.actions.includes(action))
      .map(
        (action): Wrong => [
          'a write',
          {
            ...itemCall(subject, access, { action: `dynamodb:${action}` }),
            resource: arnOf(subject, access),
          },
        ],
      ),
  );
}
