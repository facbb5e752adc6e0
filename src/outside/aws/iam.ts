/** The grant roles of a target, each with everything that decides what it may do. */
import type { Role, RoleDetail } from '@aws-sdk/client-iam';
import type { Listing, StandingRole } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { nextOf, parseDocument, type Reader, readRole, service, standingRole } from './iam-role.ts';
import { listing, pages } from './listing.ts';
import { once } from './once.ts';

export type Roles = {
  roles(path: string): Promise<Listing<StandingRole>>;
  role(name: string): Promise<StandingRole | undefined>;
};

/** So many roles are read one by one: four calls each, where the account's listing holds everybody's roles. */
const few = 12;

export function openRoles(connection: Connection): Roles {
  const open = once(async (): Promise<Reader> => {
    const sdk = await import('./iam-sdk.ts');
    return { connection, iam: { ...sdk, client: new sdk.IAMClient(connection.settings) } };
  });
  return {
    roles: async (path) => rolesBelow(await open(), path),
    role: async (name) => readRole(await open(), name),
  };
}

/**
 * Names come from `ListRoles`. What many roles may do comes from the listing of the account, which
 * proves nothing by itself: a role that only one of the two knows, or knows as another one, is read
 * by its name. So neither a stale nor a short answer of one of them makes a role absent.
 */
function rolesBelow(reader: Reader, path: string): Promise<Listing<StandingRole>> {
  const listed = new Map<string, Role>();
  const account = once(() => detailsBelow(reader, path));
  const details = async () => (listed.size > few ? account() : new Map<string, RoleDetail>());
  const names = async function* () {
    for await (const role of listedBelow(reader, path)) {
      if (role.RoleName === undefined) continue;
      listed.set(role.RoleName, role);
      yield role.RoleName;
    }
    for (const name of (await details()).keys()) if (!listed.has(name)) yield name;
  };
  return listing(names(), async (name) => {
    const [role, detail] = [listed.get(name), (await details()).get(name)];
    return (role && detail && joined(role, detail)) ?? readRole(reader, name);
  });
}

/** Leaves out boundary, tags and policies. */
function listedBelow({ connection, iam }: Reader, path: string): AsyncGenerator<Role> {
  const question = { service, call: 'ListRoles' };
  return pages(async (Marker) => {
    const answer = await connection.ask(question, (options) =>
      iam.client.send(new iam.ListRolesCommand({ PathPrefix: path, Marker }), options),
    );
    return { items: answer?.Roles, next: nextOf(answer, question.call) };
  });
}

/** By name; leaves out the longest session. Empty when AWS refuses: then every role is read by its name, and that says why. */
async function detailsBelow({ connection, iam }: Reader, path: string): Promise<Map<string, RoleDetail>> {
  const question = { service, call: 'GetAccountAuthorizationDetails' };
  const found = pages(async (Marker) => {
    const answer = await connection.ask(question, (options) =>
      iam.client.send(new iam.GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], Marker }), options),
    );
    return { items: answer?.RoleDetailList, next: nextOf(answer, question.call) };
  });
  const details = new Map<string, RoleDetail>();
  try {
    for await (const role of found) if (role.Path?.startsWith(path)) details.set(role.RoleName ?? '', role);
    return details;
  } catch (error) {
    if (error instanceof Outage) return new Map();
    throw error;
  }
}

/** Undefined where the two are not of one role, or the account's listing leaves something out. */
function joined(role: Role, detail: RoleDetail): StandingRole | undefined {
  const { AttachedManagedPolicies: attached, RolePolicyList: inline, ...rest } = detail;
  if (!attached || !inline || rest.RoleId !== role.RoleId) return undefined;
  const name = role.RoleName ?? '';
  const documents = inline.map((one) => [one.PolicyName ?? '', parseDocument(one.PolicyDocument, name)]);
  const arns = attached.map(({ PolicyArn }) => PolicyArn ?? '');
  const whole = { ...rest, MaxSessionDuration: role.MaxSessionDuration };
  return standingRole(whole, arns, Object.fromEntries(documents));
}
