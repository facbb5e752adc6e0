/** One role, by its name, with everything that decides what it may do. */
import type { IAMClient, Role } from '@aws-sdk/client-iam';
import type { Instant } from '../../grant/lifetime.ts';
import type { Json } from '../../grant/resources.ts';
import type { StandingRole } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import type * as iamCommands from './iam-sdk.ts';
import { pages } from './listing.ts';

/** Who asks about roles, and with what. */
export type Reader = {
  readonly connection: Connection;
  readonly iam: typeof iamCommands & { readonly client: IAMClient };
};

type Truncated = { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined };

export const service = 'IAM';
const gone = { service, absent: ['NoSuchEntityException', 'NoSuchEntity'] };

/** `GetRole` holds what `ListRoles` leaves out: boundary and tags. */
export async function readRole(reader: Reader, name: string): Promise<StandingRole | undefined> {
  const { connection, iam } = reader;
  const answer = await connection.ask({ ...gone, call: 'GetRole' }, (options) =>
    iam.client.send(new iam.GetRoleCommand({ RoleName: name }), options),
  );
  if (answer === undefined) return undefined;
  if (answer.Role?.Arn === undefined) throw saysNothing(`${service} GetRole`, name);
  const [attached, documents] = await Promise.all([attachedTo(reader, name), documentsOf(reader, name)]);
  if (attached === undefined || documents === undefined) return undefined;
  return standingRole({ ...answer.Role, RoleName: name }, attached, documents);
}

/** From what either listing and `GetRole` say of a role; throws where that is not enough. */
export function standingRole(
  role: Partial<Role>,
  attached: readonly string[],
  documents: StandingRole['documents'],
): StandingRole {
  const { RoleName: name = '', Arn: arn, CreateDate: born } = role;
  if (arn === undefined || born === undefined) throw saysNothing(service, name);
  return {
    name,
    arn,
    path: role.Path ?? '/',
    createdAt: born.getTime() as Instant,
    maxSessionSeconds: role.MaxSessionDuration ?? 3600,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    attached,
    trust: parseDocument(role.AssumeRolePolicyDocument, name),
    documents,
    tags: Object.fromEntries((role.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
  };
}

function saysNothing(call: string, name: string): Outage {
  return new Outage(`AWS ${call}: the answer says nothing of role ${name}`);
}

async function attachedTo({ connection, iam }: Reader, name: string): Promise<string[] | undefined> {
  const call = 'ListAttachedRolePolicies';
  return all(async (Marker) => {
    const answer = await connection.ask({ ...gone, call }, (options) =>
      iam.client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: name, Marker }), options),
    );
    if (answer === undefined) return undefined;
    return {
      items: answer.AttachedPolicies?.map((policy) => policy.PolicyArn ?? ''),
      next: nextOf(answer, call),
    };
  });
}

async function documentsOf(reader: Reader, name: string): Promise<{ [policy: string]: Json } | undefined> {
  const { connection, iam } = reader;
  const call = 'ListRolePolicies';
  const names = await all(async (Marker) => {
    const answer = await connection.ask({ ...gone, call }, (options) =>
      iam.client.send(new iam.ListRolePoliciesCommand({ RoleName: name, Marker }), options),
    );
    return answer === undefined ? undefined : { items: answer.PolicyNames, next: nextOf(answer, call) };
  });
  if (names === undefined) return undefined;
  const documents: { [policy: string]: Json } = {};
  for (const policy of names) {
    const answer = await connection.ask({ ...gone, call: 'GetRolePolicy' }, (options) =>
      iam.client.send(new iam.GetRolePolicyCommand({ RoleName: name, PolicyName: policy }), options),
    );
    if (answer !== undefined) documents[policy] = parseDocument(answer.PolicyDocument, name);
  }
  return documents;
}

/** All items of a listing about one role; undefined when that role is gone. */
async function all<T>(
  page: (
    token: string | undefined,
  ) => Promise<{ items: readonly T[] | undefined; next: string | undefined } | undefined>,
): Promise<T[] | undefined> {
  let roleIsGone = false;
  const items: T[] = [];
  const found = pages<T>(async (token) => {
    const answer = await page(token);
    roleIsGone ||= answer === undefined;
    return answer ?? { items: [], next: undefined };
  });
  for await (const item of found) items.push(item);
  return roleIsGone ? undefined : items;
}

/** More is to come, but no way to ask for it: a listing that must not pass for a whole one. */
export function nextOf(answer: Truncated | undefined, call: string): string | undefined {
  if (answer?.IsTruncated !== true) return undefined;
  if (answer.Marker) return answer.Marker;
  throw new Outage(`AWS IAM ${call}: the listing breaks off`);
}

/** IAM answers with documents in URL encoding; a local AWS does not always. */
export function parseDocument(document = '', role: string): Json {
  try {
    return JSON.parse(document.startsWith('{') ? document : decodeURIComponent(document)) as Json;
  } catch {
    throw new Outage(`AWS IAM: a policy of role ${role} came back as something that is not JSON`);
  }
}
