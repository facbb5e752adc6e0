/** One AWS account and region, through the SDK; each client is loaded when it is first needed. */

import type { Caller, Clock, Cloud } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { type ConnectionOptions, connect } from './connection.ts';
import { openDenying } from './deny.ts';
import { openTables } from './dynamodb.ts';
import { openNetwork } from './ec2.ts';
import { openRoles } from './iam.ts';
import { openDatabases } from './rds.ts';
import { openSchedules } from './scheduler.ts';
import { caller } from './sts.ts';

export type CloudOptions = ConnectionOptions & {
  /**
   * The account that this must be. With it nothing but `caller` answers before the account is
   * proven: an empty answer of another account would read as "closed".
   */
  readonly account?: string;
  readonly clock: Clock;
};

/** Throws `Outage` when an endpoint is set in the environment and the target is not a local one. */
export function openCloud(options: CloudOptions): Cloud {
  const connection = connect(options);
  const network = openNetwork(connection);
  const roles = openRoles(connection);
  const denyRole = openDenying(connection);
  const database = openDatabases(connection);
  const table = openTables(connection);
  const schedules = openSchedules(connection);
  const account = proof(options, () => caller(connection, options.clock));
  return {
    caller: account.caller,
    database: account.first(database),
    table: account.first(table),
    securityGroup: account.first(network.securityGroup),
    roles: account.first(roles.roles),
    role: account.first(roles.role),
    openings: account.first(network.openings),
    schedules: account.first(schedules.schedules),
    schedule: account.first(schedules.schedule),
    denyRole: account.first(denyRole),
    closeOpenings: account.first(network.closeOpenings),
  };
}

/** Proves the account once; a proof that failed is tried again by the next call. */
function proof(options: CloudOptions, ask: () => Promise<Caller>) {
  let proven = options.account === undefined;
  const note = async () => {
    const answer = await ask();
    proven ||= answer.account === options.account;
    return answer;
  };
  const prove = async () => {
    if (proven) return;
    const answer = await note();
    if (!proven) throw wrongAccount(answer, options);
  };
  const first = <Arguments extends unknown[], T>(call: (...given: Arguments) => Promise<T>) => {
    return async (...given: Arguments) => {
      await prove();
      return call(...given);
    };
  };
  return { caller: note, first };
}

function wrongAccount(answer: Caller, options: CloudOptions): Outage {
  return new Outage(
    `the credentials here are of account ${answer.account}, and the target is account ${options.account}`,
    {
      hint: `take credentials of account ${options.account}; the caller now is ${answer.arn}`,
    },
  );
}
