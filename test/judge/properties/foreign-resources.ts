/** Granted actions on other resources. */
import { connectCall, itemCall, loginArn } from '../calls.ts';
import type { Subject } from '../subject.ts';
import type { Wrong } from './calls.ts';

export function otherResources(subject: Subject): Wrong[] {
  const { region, account } = subject.grant.target;
  const granted = new Set(
    subject.tables.flatMap((access) =>
      access.actions.map((action) => {
        const { resource } = itemCall(subject, access, { action });
        return `${action} ${resource}`;
      }),
    ),
  );
  return subject.tables.flatMap((access) =>
    access.actions.flatMap((action) => {
      const call = itemCall(subject, access, { action: `dynamodb:${action}` });
      const table = call.resource.split('/index/')[0] ?? '';
      const others = [
        call.resource.replace(access.tableName, 'another-table'),
        `${table}x`,
        `${table}/index/another-index`,
        `${call.resource}x`,
        table,
        table.replace(`:${region}:`, ':eu-south-2:'),
        call.resource.replace(`:${region}:`, ':eu-south-2:'),
        call.resource.replace(`:${account}:`, ':123123123123:'),
        ...subject.tables.map((other) => itemCall(subject, other, { action }).resource),
      ];
      return [...new Set(others)]
        .filter((resource) => !granted.has(`${action} ${resource}`))
        .map((resource): Wrong => ['another resource', { ...call, resource }]);
    }),
  );
}

export function otherLogins(subject: Subject): Wrong[] {
  const own = subject.databases.map((access) => loginArn(subject, access));
  return subject.databases.flatMap((access) => {
    const arn = loginArn(subject, access);
    const [start = '', login = ''] = arn.split(/(?<=\/)/);
    const resource = access.resourceId;
    const others = [
      `${start}${login}x`,
      `${start}${login.slice(0, -1)}`,
      `${start}bg_zzzzzzzzzz`,
      `${start}postgres`,
      arn.replace(resource, 'cluster-ANOTHERDATABASE5ANOTHER'),
      arn.replace(resource, `${resource}X`),
      arn.replace(`:${subject.grant.target.account}:`, ':123123123123:'),
      arn.replace(`:${subject.grant.target.region}:`, ':eu-south-2:'),
      ...own.map((other) => other.replace(/[^/]+$/, login)),
    ];
    return [...new Set(others)]
      .filter((other) => !own.includes(other))
      .map((other): Wrong => ['another login', connectCall(subject, other)]);
  });
}
