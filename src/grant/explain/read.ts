/**
 * Picks out of documents what they seem to give. Nothing is checked here, and a thing that is not
 * there is empty: understand.ts writes the documents again and compares.
 */
import type { Json, Resource } from '../resources.ts';
import type { Given, GivenLogin, GivenOpening, GivenTable, Who } from './given.ts';
import { type Loose, list, part, text, texts } from './loose.ts';

export function readGiven(resources: readonly Resource[]): Given {
  const of = (type: string) => resources.filter((one) => one.type === type).map(({ values }) => values);
  const [role] = of('aws_iam_role');
  const allows = allowsIn(part(of('aws_iam_role_policy')[0], 'policy'));
  const [assume] = allowsIn(part(role, 'assume_role_policy'));
  const limit = (operator: string, key: string) => texts(part(assume, 'Condition', operator, key))[0] ?? '';
  const tables = allows.filter((one) => texts(part(one, 'Action'))[0]?.startsWith('dynamodb:'));
  const logins = allows.flatMap((one) => texts(part(one, 'Resource'))).flatMap(loginOf);
  const age = limit('NumericLessThan', 'aws:MultiFactorAuthAge');
  return {
    role: text(part(role, 'name')),
    target: text(part(role, 'path')).split('/')[2] ?? '',
    account: text(part(assume, 'Principal', 'AWS')).split(':')[4] ?? '',
    region: allows.flatMap((one) => texts(part(one, 'Resource')))[0]?.split(':')[3] ?? '',
    who: whoOf(assume),
    session: limit('StringEquals', 'sts:RoleSessionName'),
    secondFactor: /^[1-9]\d{0,8}$/.test(age) ? Number(age) : null,
    from: limit('DateGreaterThanEquals', 'aws:CurrentTime'),
    until: limit('DateLessThan', 'aws:CurrentTime'),
    logins,
    tables: tablesOf(tables),
    ranges: valuesOf(tables, 'IpAddress', 'aws:SourceIp'),
    endpoints: valuesOf(tables, 'StringEquals', 'aws:SourceVpce'),
    openings: of('aws_vpc_security_group_ingress_rule').map(openingOf),
    schedules: of('aws_scheduler_schedule').map((values) => ({
      name: text(part(values, 'name')),
      at: text(part(values, 'schedule_expression')).slice('at('.length, -1),
    })),
  };
}

function allowsIn(document: Loose): Json[] {
  return list(part(document, 'Statement')).filter((one) => part(one, 'Effect') === 'Allow');
}

function whoOf(assume: Loose): Who {
  const [, user] = /:user\/(.+)$/.exec(text(part(assume, 'Principal', 'AWS'))) ?? [];
  if (user !== undefined) return { kind: 'iamUser', user };
  const [pattern = ''] = texts(part(assume, 'Condition', 'ArnLike', 'aws:PrincipalArn'));
  const [userId] = texts(part(assume, 'Condition', 'StringEquals', 'identitystore:UserId'));
  return {
    kind: 'identityCenter',
    ...(userId === undefined ? {} : { userId }),
    user: text(part(assume, 'Condition', 'StringLike', 'aws:userid')).slice('*:'.length),
    permissionSet: /AWSReservedSSO_(.+)_\?{16}$/.exec(pattern)?.[1] ?? '',
  };
}

function loginOf(arn: string): GivenLogin[] {
  const [, resourceId, login] = /:dbuser:([^/]+)\/(.+)$/.exec(arn) ?? [];
  return resourceId === undefined || login === undefined ? [] : [{ resourceId, login }];
}

/** A table has one statement for each way in; what they say of rows and columns is the same. */
function tablesOf(statements: readonly Json[]): GivenTable[] {
  const byResource = new Map(statements.map((one) => [texts(part(one, 'Resource'))[0] ?? '', one]));
  return [...byResource].map(([arn, one]) => {
    const [, table = '', , index = null] = arn.split('/');
    const within = part(one, 'Condition', 'ForAllValues:StringEquals');
    const attributes = part(within, 'dynamodb:Attributes');
    return {
      table,
      index,
      actions: texts(part(one, 'Action')).map((action) => action.slice('dynamodb:'.length)),
      keys: texts(part(within, 'dynamodb:LeadingKeys')),
      attributes: attributes === undefined ? null : texts(attributes),
    };
  });
}

function valuesOf(statements: readonly Json[], operator: string, key: string): string[] {
  return [...new Set(statements.flatMap((one) => texts(part(one, 'Condition', operator, key))))];
}

function openingOf(values: Json): GivenOpening {
  const port = part(values, 'from_port');
  return {
    securityGroup: text(part(values, 'security_group_id')),
    port: typeof port === 'number' ? port : 0,
    range: text(part(values, 'cidr_ipv4') ?? part(values, 'cidr_ipv6')),
  };
}
