/** Granted calls at another time, for other rows or columns, or from another network. */

import type { TableAccess } from '../../../src/grant/grant.ts';
import { day, formatInstant, hour, minute, plus, second } from '../../../src/grant/lifetime.ts';
import { goodCalls, itemCall } from '../calls.ts';
import type { Call } from '../judge.ts';
import type { Subject } from '../subject.ts';
import type { Wrong } from './calls.ts';

export function outsideWindow(subject: Subject): Wrong[] {
  const { activation, end } = subject.window;
  const times = [
    ['at the end', end],
    ['a minute after the end', plus(end, minute)],
    ['an hour after the end', plus(end, hour)],
    ['two hours after the end', plus(end, 2 * hour)],
    ['a day after the end', plus(end, day)],
    ['a second before the activation', plus(activation, -second)],
    ['a day before', plus(activation, -day)],
  ] as const;
  return goodCalls(subject).flatMap((call) =>
    times.map(([says, now]): Wrong => [says, having(call, { 'aws:CurrentTime': formatInstant(now) })]),
  );
}

export function otherKeys(subject: Subject): Wrong[] {
  return eachItemCall(subject, (call, { partitionKeys }) => {
    const [key = ''] = partitionKeys;
    const foreign = ['another', `${key}x`, `x${key}`, key.slice(0, -1), `${key}*`, '']
      .filter((one) => !partitionKeys.includes(one))
      .map((one): Wrong => [`key ${JSON.stringify(one)}`, having(call, { 'dynamodb:LeadingKeys': [one] })]);
    return [
      ...foreign,
      ['a batch with a foreign key', having(call, { 'dynamodb:LeadingKeys': [key, 'another-key'] })],
      ['no key', having(call, { 'dynamodb:LeadingKeys': undefined })],
    ];
  });
}

export function otherAttributes(subject: Subject): Wrong[] {
  return eachItemCall(subject, (call, { attributes }) => {
    if (attributes === undefined) return [];
    const has = (key: string) => Object.hasOwn(call.context, key);
    const wrong: Wrong[] = [
      ['a hidden attribute', having(call, { 'dynamodb:Attributes': [...attributes, 'hidden-attribute'] })],
      ['only a hidden attribute', having(call, { 'dynamodb:Attributes': ['hidden-attribute'] })],
      ['no list of attributes', having(call, { 'dynamodb:Attributes': undefined })],
    ];
    if (has('dynamodb:Select')) {
      wrong.push(['all attributes', having(call, { 'dynamodb:Select': 'ALL_ATTRIBUTES' })]);
    }
    if (has('dynamodb:ReturnValues')) {
      wrong.push(
        ['the old item', having(call, { 'dynamodb:ReturnValues': 'ALL_OLD' })],
        ['the new item', having(call, { 'dynamodb:ReturnValues': 'ALL_NEW' })],
      );
    }
    return wrong;
  });
}

export function outsideNetwork(subject: Subject): Wrong[] {
  const nowhere = { 'aws:SourceIp': undefined, 'aws:SourceVpce': undefined };
  return eachItemCall(subject, (call) => [
    ['another address', having(call, { ...nowhere, 'aws:SourceIp': '192.0.2.77' })],
    ['another address of IPv6', having(call, { ...nowhere, 'aws:SourceIp': '2001:db8:ffff:ffff::1' })],
    ['another endpoint', having(call, { ...nowhere, 'aws:SourceVpce': 'vpce-ffffffffffffffffe' })],
    ['neither address nor endpoint', having(call, nowhere)],
    ['another service in their name', having(call, { 'aws:ViaAWSService': 'true' })],
  ]);
}

/** Undefined takes a key away. */
export function having(
  call: Call,
  change: Readonly<Record<string, string | readonly string[] | undefined>>,
): Call {
  const entries = Object.entries({ ...call.context, ...change });
  const context = Object.fromEntries(
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return { ...call, context };
}

function eachItemCall(
  subject: Subject,
  wrong: (call: Call, access: TableAccess) => readonly Wrong[],
): Wrong[] {
  return subject.tables.flatMap((access) =>
    access.actions.flatMap((action) =>
      wrong(itemCall(subject, access, { action: `dynamodb:${action}` }), access),
    ),
  );
}
