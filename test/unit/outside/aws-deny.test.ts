/** The cut of a role: both calls are made whatever becomes of the other, and half a cut is said. */
import { afterEach, expect, test } from 'vitest';
import { type Answer, fault, type Stub, startStub, xml } from './aws-stub.ts';

let stub: Stub | undefined;

afterEach(() => stub?.stop());

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const gone = fault('NoSuchEntity', 'The role cannot be found.', 404);
const there = xml('GetRole', '<Role><RoleName>x</RoleName></Role>');

test('boundary and attachment, both AWSDenyAll', async () => {
  const calls = await deny({});
  expect(
    calls
      .map(({ name, parameters }) => [
        name,
        parameters.get('PermissionsBoundary') ?? parameters.get('PolicyArn'),
      ])
      .sort(),
  ).toEqual([
    ['AttachRolePolicy', denyAll],
    ['PutRolePermissionsBoundary', denyAll],
  ]);
});

test.each([
  ['PutRolePermissionsBoundary', 'AttachRolePolicy'],
  ['AttachRolePolicy', 'PutRolePermissionsBoundary'],
])('%s fails: %s is made all the same, and it is said', async (failing, other) => {
  const answers = { [failing]: fault('LimitExceeded', 'too many', 409), GetRole: there };
  await expect(deny(answers)).rejects.toThrow(new RegExp(`IAM ${failing}`));
  expect(stub?.calls.map(({ name }) => name)).toContain(other);
});

test('both fail: both are said', async () => {
  const failed = fault('AccessDenied', 'no', 403);
  await expect(
    deny({ PutRolePermissionsBoundary: failed, AttachRolePolicy: failed, GetRole: there }),
  ).rejects.toThrow(/PutRolePermissionsBoundary.*AttachRolePolicy/);
});

test('the role is gone: no error', async () => {
  const calls = await deny({ PutRolePermissionsBoundary: gone, AttachRolePolicy: gone, GetRole: gone });
  expect(calls.map(({ name }) => name)).toContain('GetRole');
});

test('gone between the two calls: no error', async () => {
  await expect(deny({ AttachRolePolicy: gone, GetRole: gone })).resolves.toBeDefined();
});

test('the policy is what is missing, and the role stands: that is no cut', async () => {
  const missing = fault('NoSuchEntity', `Policy ${denyAll} does not exist`, 404);
  await expect(
    deny({ PutRolePermissionsBoundary: missing, AttachRolePolicy: missing, GetRole: there }),
  ).rejects.toThrow('role x is not denied as it must be');
});

test('nobody can say whether the role is gone: that is no cut either', async () => {
  const failed = fault('InternalFailure', 'sorry', 500);
  await expect(
    deny({ PutRolePermissionsBoundary: gone, AttachRolePolicy: gone, GetRole: failed }),
  ).rejects.toThrow('GetRole');
});

async function deny(answers: { [call: string]: Answer }) {
  stub = await startStub(({ name }) => answers[name] ?? { body: `<${name}Response/>` });
  await stub.cloud.denyRole('x');
  return stub.calls;
}
