/** A listing that breaks off is not an empty one. */
import { afterEach, expect, test } from 'vitest';
import { type Answer, type Call, fault, type Stub, startStub, xml } from './aws-stub.ts';

let stub: Stub | undefined;

afterEach(() => stub?.stop());

const path = '/breakglass/prod-eu/';

test('pages are followed to the end', async () => {
  const { cloud, calls } = await start(rolesIn({ '': ['a', 'b'], '2': ['c'] }));
  const listing = await cloud.roles(path);
  expect(listing.complete).toBe(true);
  expect(listing.items.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  const asked = calls.filter(({ name }) => name === 'ListRoles');
  expect(asked.map(({ parameters }) => parameters.get('Marker'))).toEqual([null, '2']);
  expect(asked[0]?.parameters.get('PathPrefix')).toBe(path);
});

test('the second page fails: what was read, and that it is not all', async () => {
  const { cloud } = await start(rolesIn({ '': ['a'], '2': fault('InternalFailure', 'sorry', 500) }));
  const listing = await cloud.roles(path);
  expect(listing).toMatchObject({ complete: false, reason: expect.stringContaining('IAM ListRoles') });
  expect(listing.items.map(({ name }) => name)).toEqual(['a']);
});

test('one role cannot be read: the others are there, and the listing is not whole', async () => {
  const { cloud } = await start(
    rolesIn({ '': ['a', 'b', 'c'] }, { b: { GetRole: fault('AccessDenied', 'not you', 403) } }),
  );
  const listing = await cloud.roles(path);
  expect(listing).toMatchObject({ complete: false, reason: expect.stringContaining('IAM GetRole') });
  expect(listing.items.map(({ name }) => name)).toEqual(['a', 'c']);
});

test.each(['GetRole', 'ListAttachedRolePolicies', 'ListRolePolicies'])(
  'a role that goes before %s is absent, and the listing is whole',
  async (call) => {
    const { cloud } = await start(
      rolesIn({ '': ['a', 'b'] }, { b: { [call]: fault('NoSuchEntity', 'gone', 404) } }),
    );
    const listing = await cloud.roles(path);
    expect(listing.complete).toBe(true);
    expect(listing.items.map(({ name }) => name)).toEqual(['a']);
  },
);

test.each<[string, string]>([
  ['more to come without a way to ask for it', '<Roles/><IsTruncated>true</IsTruncated>'],
  ['an answer without a list', '<IsTruncated>false</IsTruncated>'],
])('%s is not an empty listing', async (_, result) => {
  const { cloud } = await start(() => xml('ListRoles', result));
  expect(await cloud.roles(path)).toMatchObject({ complete: false, items: [] });
});

test('an empty list is an empty listing', async () => {
  const { cloud } = await start(() => xml('ListRoles', '<Roles/><IsTruncated>false</IsTruncated>'));
  expect(await cloud.roles(path)).toEqual({ complete: true, items: [] });
});

test('a policy that is not JSON makes the listing incomplete, not the role harmless', async () => {
  const { cloud } = await start(rolesIn({ '': ['a'] }, { a: { GetRole: roleAnswer('a', '%7Bnot-json') } }));
  expect(await cloud.roles(path)).toMatchObject({ complete: false, items: [] });
});

test('the same page for ever is given up', async () => {
  const item = '<securityGroupRuleSet/><nextToken>again</nextToken>';
  const { cloud, calls } = await start(() => ({
    body: `<DescribeSecurityGroupRulesResponse>${item}</DescribeSecurityGroupRulesResponse>`,
  }));
  expect(await cloud.openings('prod-eu', [])).toMatchObject({ complete: false });
  expect(calls.length).toBeLessThan(5);
});

test('openings: the groups fail after the tag was read', async () => {
  const rule =
    '<item><securityGroupRuleId>sgr-1</securityGroupRuleId><groupId>sg-1</groupId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort><toPort>5432</toPort><cidrIpv4>203.0.113.0/28</cidrIpv4><tagSet><item><key>breakglass:target</key><value>prod-eu</value></item></tagSet></item>';
  const { cloud } = await start(({ parameters }) =>
    parameters.get('Filter.1.Name') === 'group-id'
      ? {
          status: 403,
          body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>',
        }
      : {
          body: `<DescribeSecurityGroupRulesResponse><securityGroupRuleSet>${rule}</securityGroupRuleSet></DescribeSecurityGroupRulesResponse>`,
        },
  );
  const listing = await cloud.openings('prod-eu', ['sg-1']);
  expect(listing).toMatchObject({
    complete: false,
    reason: expect.stringContaining('EC2 DescribeSecurityGroupRules'),
  });
  expect(listing.items.map(({ ruleId }) => ruleId)).toEqual(['sgr-1']);
});

test('openings: rules that a filter let through by mistake are left out, foreign ones in our groups are not', async () => {
  const item = (id: string, more: string) =>
    `<item><securityGroupRuleId>${id}</securityGroupRuleId>${more}</item>`;
  const items = [
    item(
      'sgr-out',
      '<groupId>sg-1</groupId><isEgress>true</isEgress><ipProtocol>-1</ipProtocol><cidrIpv4>0.0.0.0/0</cidrIpv4>',
    ),
    item(
      'sgr-other',
      '<groupId>sg-2</groupId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><cidrIpv4>0.0.0.0/0</cidrIpv4>',
    ),
    item(
      'sgr-list',
      '<groupId>sg-1</groupId><isEgress>false</isEgress><ipProtocol>-1</ipProtocol><prefixListId>pl-1</prefixListId>',
    ),
    item(
      'sgr-group',
      '<groupId>sg-1</groupId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><referencedGroupInfo><groupId>sg-9</groupId></referencedGroupInfo>',
    ),
  ].join('');
  const body = `<DescribeSecurityGroupRulesResponse><securityGroupRuleSet>${items}</securityGroupRuleSet></DescribeSecurityGroupRulesResponse>`;
  const { cloud } = await start(() => ({ body }));
  const listing = await cloud.openings('prod-eu', ['sg-1']);
  expect(listing.complete).toBe(true);
  expect(listing.items.map(({ ruleId, range, fromPort }) => [ruleId, range, fromPort])).toEqual([
    ['sgr-list', 'pl-1', -1],
    ['sgr-group', 'sg-9', -1],
  ]);
});

test('schedules: names from the listing, the rest from each; no answer is not absent', async () => {
  const names = ['a', 'b', 'c'].map((Name) => ({ Name }));
  const no = (type: string) => ({ status: 400, body: '{}', headers: { 'x-amzn-errortype': type } });
  const { cloud } = await start(({ name }) => {
    if (name.startsWith('/schedules?')) return { body: JSON.stringify({ Schedules: names }) };
    if (name.startsWith('/schedules/b')) return no('ValidationException');
    if (name.startsWith('/schedules/c')) return no('ResourceNotFoundException');
    return {
      body: JSON.stringify({ ScheduleExpression: 'at(2026-11-22T04:39:00)', Target: { Arn: 'arn' } }),
    };
  });
  const items = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  expect(await cloud.schedules('group')).toEqual({ complete: true, items });
  expect(await cloud.schedule('group', 'a')).toMatchObject({ expression: 'at(2026-11-22T04:39:00)' });
  await expect(cloud.schedule('group', 'b')).rejects.toThrow('Scheduler GetSchedule');
  expect(await cloud.schedule('group', 'c')).toBeUndefined();
});

/** Thirteen roles: too many to read one by one. */
const many = [...'abcdefghijklm'];

test.each<[string, () => Answer, string[]]>([
  ['a listing of the account that holds all of them', () => account(many), []],
  ['one that misses a role', () => account(many.slice(1)), ['a']],
  ['one that has a role more than ListRoles', () => account([...many, 'z']), ['z']],
  ['one that holds another role of that name', () => account(many, 'Y'), many],
  [
    'one that breaks off',
    () => xml('GetAccountAuthorizationDetails', '<IsTruncated>true</IsTruncated>'),
    many,
  ],
  ['one that is refused', () => fault('AccessDenied', 'not you', 403), many],
])('%s: every role is there, those that it cannot prove are read by their names', async (_, answer, read) => {
  const one = rolesIn({ '': many }, { z: { GetRole: fault('NoSuchEntity', 'gone', 404) } });
  const { cloud, calls } = await start((call) =>
    call.name === 'GetAccountAuthorizationDetails' ? answer() : one(call),
  );
  const listing = await cloud.roles(path);
  expect(listing.complete).toBe(true);
  expect(listing.items.map(({ name }) => name)).toEqual(many);
  // A call that was slow is made again.
  const asked = new Set(
    calls.filter(({ name }) => name === 'GetRole').map(({ parameters }) => parameters.get('RoleName')),
  );
  expect([...asked].sort()).toEqual(read);
});

function account(names: readonly string[], id = 'X'): Answer {
  const members = [...names, 'other'].map((name) => {
    const own = name === 'other' ? '/elsewhere/' : path;
    const facts = `<RoleName>${name}</RoleName><Path>${own}</Path><RoleId>${id}</RoleId><Arn>arn:${name}</Arn>`;
    const lists = '<RolePolicyList/><AttachedManagedPolicies/><CreateDate>2026-11-22T03:00:00Z</CreateDate>';
    return `<member>${facts}${lists}<AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument></member>`;
  });
  const result = `<RoleDetailList>${members.join('')}</RoleDetailList><IsTruncated>false</IsTruncated>`;
  return xml('GetAccountAuthorizationDetails', result);
}

async function start(answer: (call: Call) => Answer): Promise<Stub> {
  stub = await startStub(answer);
  return stub;
}

/** Answers as IAM with the roles of each page; the key of a page is the marker that asks for it. */
function rolesIn(
  pages: { [marker: string]: string[] | Answer },
  own: { [role: string]: { [call: string]: Answer } } = {},
): (call: Call) => Answer {
  const markers = Object.keys(pages);
  return ({ name, parameters }) => {
    const role = parameters.get('RoleName') ?? '';
    if (name !== 'ListRoles') return own[role]?.[name] ?? detail(name, role);
    // Objects order integer-like keys first; '' is the first page.
    const marker = parameters.get('Marker') ?? '';
    const page = pages[marker];
    if (!Array.isArray(page)) return page ?? fault('ValidationError');
    const next = marker === '' ? markers.find((other) => other !== '') : undefined;
    const members = page
      .map(
        (member) => `<member><RoleName>${member}</RoleName><Path>${path}</Path><RoleId>X</RoleId></member>`,
      )
      .join('');
    return xml(
      name,
      `<Roles>${members}</Roles><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<Marker>${next}</Marker>`}`,
    );
  };
}

function detail(name: string, role: string): Answer {
  if (name === 'GetRole') return roleAnswer(role, '%7B%7D');
  if (name === 'ListAttachedRolePolicies')
    return xml(name, '<AttachedPolicies/><IsTruncated>false</IsTruncated>');
  if (name === 'ListRolePolicies') return xml(name, '<PolicyNames/><IsTruncated>false</IsTruncated>');
  return fault('InvalidAction', name);
}

function roleAnswer(role: string, trust: string): Answer {
  const facts = `<RoleName>${role}</RoleName><Path>${path}</Path><RoleId>X</RoleId><Arn>arn:aws:iam::111122223333:role${path}${role}</Arn>`;
  const born = '<CreateDate>2026-11-22T03:00:00Z</CreateDate>';
  return xml(
    'GetRole',
    `<Role>${facts}${born}<AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument></Role>`,
  );
}
