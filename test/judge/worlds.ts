/** The accounts in which a grant must hold: one that minds its own business, and some that do not. */
import type { Policies, Policy } from './judge.ts';

/**
 * `friendly`: no policy but the grant's. `hostile`: each resource has a policy that allows everybody
 * everything: there the Denies are alone. `allows`: the Allows are alone, as if no Deny had been
 * written; each layer must hold without the other. `admin`: AdministratorAccess was attached to the role by mistake. `cut`: the grant was
 * cut, in an account that is hostile and with that mistake besides.
 */
export const worlds = ['friendly', 'hostile', 'allows', 'admin', 'cut'] as const;

export type World = (typeof worlds)[number];

/** What stands around a session of the grant's role. The boundary helps as little as a boundary can. */
export function around(permissions: Policy, world: World): Policies {
  if (world === 'friendly') return { identity: [permissions], boundary: everything };
  if (world === 'allows') return { identity: [allowsOf(permissions)] };
  if (world === 'hostile') return { identity: [permissions], boundary: everything, resource: forEverybody };
  if (world === 'admin') return { identity: [permissions, everything], boundary: everything };
  return { identity: [permissions, everything, nothing], boundary: nothing, resource: forEverybody };
}

/** AdministratorAccess. */
export const everything: Policy = policy({ Effect: 'Allow', Action: '*', Resource: '*' });

/** AWSDenyAll. */
const nothing: Policy = policy({ Sid: 'AWSDenyAll', Effect: 'Deny', Action: '*', Resource: '*' });

const forEverybody: Policy = policy({
  Sid: 'Everybody',
  Effect: 'Allow',
  Principal: '*',
  Action: '*',
  Resource: '*',
});

function allowsOf({ Version, Statement }: Policy): Policy {
  return { Version, Statement: Statement.filter((one) => 'Effect' in one && one.Effect === 'Allow') };
}

export function policy(...statements: readonly object[]): Policy {
  return { Version: '2012-10-17', Statement: statements };
}
