/**
 * What a grant wants to stand in AWS, as plain values in Terraform's own argument names. They are
 * what `stacks/` synthesizes, what the plan review compares and what the warrant keeps: nothing is
 * derived twice. Policy documents stay objects; they become text in `stacks/` only.
 */

/** JSON that canonical encoding accepts: no floats, no undefined. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type ResourceType =
  | 'aws_iam_role'
  | 'aws_iam_role_policy'
  | 'aws_vpc_security_group_ingress_rule'
  | 'aws_scheduler_schedule';

export type Resource = {
  readonly type: ResourceType;
  /** Terraform's local name: letters, digits, `-` and `_`, beginning with a letter. */
  readonly name: string;
  /** Addresses that Terraform must create first and destroy last. */
  readonly dependsOn: readonly string[];
  /** Terraform arguments (snake_case). `assume_role_policy` and `policy` are documents, nested blocks are objects. */
  readonly values: { readonly [argument: string]: Json };
};

/** `aws_iam_role.grant-2026-11-22-orders-read-alba-role`. */
export function addressOf(resource: Pick<Resource, 'type' | 'name'>): string {
  return `${resource.type}.${resource.name}`;
}
