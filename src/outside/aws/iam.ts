/** Reading roles with everything that decides what they may do. */
import type * as sdkOfIam from '@aws-sdk/client-iam';
import type { Instant } from '../../grant/lifetime.ts';
import type { Json } from '../../grant/resources.ts';
import type { Listing, StandingRole } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';
import { listing, pages } from './listing.ts';
import { once } from './once.ts';

export type Roles = {
  roles(path: string): Promise<Listing<StandingRole>>;
  role(name: string): Promise<StandingRole | undefined>;
};

type Iam = typeof sdkOfIam & { readonly client: sdkOfIam.IAMClient };
type Reader = { readonly connection: Connection; readonly iam: Iam };

type Truncated = { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined };

const service = 'IAM';
const gone = { service, absent: ['NoSuchEntityException', 'NoSuchEntity'] };

export function openRoles(connection: Connection): Roles {
  const open = once(async (): Promise<Reader> => {
    const sdk = await import('@aws-sdk/client-iam');
    return { connection, iam: { ...sdk, client: new sdk.IAMClient(connection.settings) } };
  });
  return {
    async roles(path) {
      const reader = await open();
      return listing(namesBelow(reader, path), (name) => read(reader, name));
    },
    role: async (name) => read(await open(), name),
  };
}

async function* namesBelow({ connection, iam }: Reader, path: string): AsyncGenerator<string> {
  const question = { service, call: 'ListRoles' };
  const found = pages(async (Marker) => {
    const answer = await connection.ask(question, (options) =>
      iam.client.send(new iam.ListRolesCommand({ PathPrefix: path, Marker }), options),
    );
    return { items: answer?.Roles, next: nextOf(answer, question.call) };
  });
  for await (const role of found) if (role.RoleName !== undefined) yield role.RoleName;
}

/** `GetRole` holds what `ListRoles` leaves out: boundary and tags. */
async function read(reader: Reader, name: string): Promise<StandingRole | undefined> {
  const { connection, iam } = reader;
  const answer = await connection.ask({ ...gone, call: 'GetRole' }, (options) =>
    iam.client.send(new iam.GetRoleCommand({ RoleName: name }), options),
  );
  if (answer === undefined) return undefined;
  const role = answer.Role;
  if (role?.Arn === undefined || role.CreateDate === undefined) {
    throw new Outage(`AWS IAM GetRole: the answer says nothing of role ${name}`);
  }
  const [attached, documents] = await Promise.all([attachedTo(reader, name), documentsOf(reader, name)]);
  if (attached === undefined || documents === undefined) return undefined;
  return {
    name,
    arn: role.Arn,
    path: role.Path ?? '/',
    createdAt: role.CreateDate.getTime() as Instant,
    maxSessionSeconds: role.MaxSessionDuration ?? 3600,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    attached,
    trust: parse(role.AssumeRolePolicyDocument, name),
    documents,
    tags: Object.fromEntries((role.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
  };
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
    if (answer !== undefined) documents[policy] = parse(answer.PolicyDocument, name);
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
function nextOf(answer: Truncated | undefined, call: string): string | undefined {
  if (answer?.IsTruncated !== true) return undefined;
  if (answer.Marker) return answer.Marker;
  throw new Outage(`AWS IAM ${call}: the listing breaks off`);
}

/** IAM answers with documents in URL encoding. */
function parse(document: string | undefined, role: string): Json {
  try {
    return JSON.parse(decodeURIComponent(document ?? '')) as Json;
  } catch {
    throw new Outage(`AWS IAM: a policy of role ${role} came back as something that is not JSON`);
  }
}
