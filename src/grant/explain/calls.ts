/** The lines to type that the documents let through, and no others. What nobody knows yet stands in capitals. */
import { at, second } from '../lifetime.ts';
import { rolePath } from '../names.ts';
import type { Around, NamedLogin } from './around.ts';
import type { Given } from './given.ts';
import { itemCalls } from './item-calls.ts';

/** `line` is for a shell; undefined where the files do not say enough to write it. */
export type Call = { readonly what: string; readonly line: string | undefined };

/** `previewed`: logins are not drawn yet. */
export function callsOf(given: Given, around: Around, previewed: boolean): Call[] {
  return [
    takeRole(given),
    ...around.logins.flatMap((one) => connect(given, one, previewed)),
    ...around.tables.flatMap((one) => itemCalls(given, one)),
  ];
}

/** Sessions of this role last 15 minutes at least and an hour at most, whatever the grant's end is. */
function takeRole({ role, target, account, session, secondFactor, from, until }: Given): Call {
  const seconds = Math.min(3600, Math.max(900, Math.floor((at(until) - at(from)) / second)));
  const line = [
    `aws sts assume-role --role-arn arn:aws:iam::${account}:role${rolePath(target)}${role}`,
    `--role-session-name ${session} --source-identity ${session} --duration-seconds ${seconds}`,
    ...(secondFactor === null
      ? []
      : [`--serial-number arn:aws:iam::${account}:mfa/DEVICE --token-code CODE`]),
  ].join(' ');
  const fill = secondFactor === null ? '' : ', with your DEVICE and its CODE';
  return {
    what: `Take the role${fill}; put what it prints into AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN`,
    line,
  };
}

function connect(
  { region }: Given,
  { access, entry, login, resourceId }: NamedLogin,
  previewed: boolean,
): Call[] {
  if (access === undefined || entry === undefined) {
    return [
      { what: `Connect to ${access?.database ?? resourceId}: the estate does not say how`, line: undefined },
    ];
  }
  const { engine, port, database } = access;
  const user = previewed ? 'LOGIN' : login;
  const token = `"$(aws rds generate-db-auth-token --region ${region} --hostname HOST --port ${port} --username ${user})"`;
  const ca = 'global-bundle.pem';
  const line =
    engine === 'postgres'
      ? `PGPASSWORD=${token} psql "host=HOST port=${port} dbname=${entry.database} user=${user} sslmode=verify-full sslrootcert=${ca}"`
      : `MYSQL_PWD=${token} mysql --host=HOST --port=${port} --user=${user} --ssl-mode=VERIFY_IDENTITY --ssl-ca=${ca} --enable-cleartext-plugin ${entry.database}`;
  const drawn = previewed ? '; LOGIN is drawn when the grant is applied' : '';
  return [hostOf(region, database, entry), { what: `Connect to ${database}${drawn}`, line }];
}

/** The grant itself may not ask: its role is refused every other call. */
function hostOf(
  region: string,
  database: string,
  { cluster, instance }: { cluster?: string; instance?: string },
): Call {
  const [kind, flag, id, query] =
    cluster === undefined
      ? ['instances', 'instance', instance, 'DBInstances[0].Endpoint.Address']
      : ['clusters', 'cluster', cluster, 'DBClusters[0].Endpoint'];
  const line = `aws rds describe-db-${kind} --region ${region} --db-${flag}-identifier ${id} --query '${query}' --output text`;
  return { what: `Find HOST of ${database}, before you take the role`, line };
}
