/**
 * What is judged: a grant, and what the product wants to stand for it. Documents are taken from the
 * resources, because they are what Terraform creates.
 */
import type { DatabaseAccess, TableAccess } from '../../src/grant/grant.ts';
import { rolePath } from '../../src/grant/names.ts';
import type { Resource } from '../../src/grant/resources.ts';
import type * as wanted from '../../src/grant/wanted.ts';
import type { Drawn } from '../unit/grant/any-grant.ts';
import type { Policy } from './judge.ts';

export type Product = Pick<typeof wanted, 'wantedResources'>;

export type Subject = Drawn & {
  readonly resources: readonly Resource[];
  readonly trust: Policy;
  readonly permissions: Policy;
  readonly databases: readonly DatabaseAccess[];
  readonly tables: readonly TableAccess[];
  readonly roleArn: string;
  /** The same product for another grant. */
  again(drawn: Drawn): Subject;
};

export function subjectOf(product: Product, drawn: Drawn): Subject {
  const { grant, window, logins } = drawn;
  const resources = product.wantedResources(grant, window, logins);
  return {
    ...drawn,
    resources,
    trust: documentOf(resources, 'aws_iam_role', 'assume_role_policy'),
    permissions: documentOf(resources, 'aws_iam_role_policy', 'policy'),
    databases: grant.access.filter((one): one is DatabaseAccess => one.kind === 'database'),
    tables: grant.access.filter((one): one is TableAccess => one.kind === 'table'),
    roleArn: `arn:aws:iam::${grant.target.account}:role${rolePath(grant.target.id)}${grant.id}`,
    again: (other) => subjectOf(product, other),
  };
}

/** Through JSON, as it goes to AWS: a member that is undefined would not arrive. */
function documentOf(resources: readonly Resource[], type: Resource['type'], argument: string): Policy {
  const values = resources.find((one) => one.type === type)?.values;
  return JSON.parse(JSON.stringify(values?.[argument])) as Policy;
}
