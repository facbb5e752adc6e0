/** Who calls, and what AWS's clock says. */

import type { Caller, Clock } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import type { Connection } from './connection.ts';

/**
 * `GetCallerIdentity`, and the clock by the `Date` header of that same answer. The header is cut to
 * whole seconds, so half a second is added; round trip and second are the uncertainty.
 */
export async function caller(connection: Connection, clock: Clock): Promise<Caller> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient(connection.settings);
  let measured: Caller['clock'] | undefined;
  client.middlewareStack.add(
    (next) => async (args) => {
      const sent = clock.now();
      const result = await next(args);
      measured = compare({ sent, received: clock.now(), date: dateOf(result.response) });
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'clock' },
  );
  const question = { service: 'STS', call: 'GetCallerIdentity' };
  const answer = await connection
    .ask(question, (options) => client.send(new GetCallerIdentityCommand({}), options))
    .finally(() => client.destroy());
  return { ...identity(answer), clock: measured ?? noDate() };
}

function identity(answer: { Account?: string | undefined; Arn?: string | undefined } | undefined) {
  if (answer?.Account && answer.Arn) return { account: answer.Account, arn: answer.Arn };
  throw new Outage('AWS STS GetCallerIdentity: the answer names no account');
}

function compare(times: { sent: number; received: number; date: number | undefined }) {
  if (times.date === undefined) return undefined;
  const roundTrip = Math.max(0, times.received - times.sent);
  const offsetMs = Math.round(times.date + 500 - (times.sent + roundTrip / 2));
  return { offsetMs, uncertaintyMs: roundTrip + 1000 };
}

function dateOf(response: unknown): number | undefined {
  const { headers } = response as { readonly headers?: { readonly [name: string]: string | undefined } };
  const date = Date.parse(headers?.['date'] ?? '');
  return Number.isNaN(date) ? undefined : date;
}

function noDate(): never {
  throw new Outage('AWS STS GetCallerIdentity: the answer says no time', {
    hint: 'a proxy between here and AWS may take the Date header away',
  });
}
