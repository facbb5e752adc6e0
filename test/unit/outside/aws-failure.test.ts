/** What goes wrong between us and AWS: bounded in time, in plain words, with a remedy and without a secret. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openCloud } from '../../../src/outside/aws/cloud.ts';
import { connect } from '../../../src/outside/aws/connection.ts';
import { machineClock } from '../../../src/outside/clock.ts';
import type { Outage } from '../../../src/problem/outage.ts';
import { type Answer, type Call, fault, type Stub, startStub, xml } from './aws-stub.ts';

let stub: Stub | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  await stub?.stop();
  stub = undefined;
});

test.each<[string, Answer, RegExp]>([
  ['no answer at all', 'never', /no whole answer in the time allowed/],
  ['headers and then nothing', 'half', /no whole answer in the time allowed/],
  [
    'no right',
    fault('AccessDenied', 'User x is not authorized', 403),
    /may not do this.*User x is not authorized/,
  ],
  ['old keys', fault('ExpiredToken', 'expired', 403), /have run out/],
  ['unknown keys', fault('InvalidClientTokenId', 'invalid', 403), /does not accept these credentials/],
  ['too many calls', fault('Throttling', 'Rate exceeded'), /called less often/],
  ['a server in trouble', fault('InternalFailure', 'sorry', 500), /500 InternalFailure: sorry/],
  ['a page of a proxy', { status: 200, body: '<html><title>Sign in</html>' }, /does not answer as AWS does/],
  [
    'a page of a proxy that is well formed',
    { status: 200, body: '<html><body>Sign in</body></html>' },
    /says nothing of role/,
  ],
  ['a bad gateway', { status: 502, body: 'Bad gateway' }, /502/],
])('%s', async (_, answer, words) => {
  const { cloud } = await start(() => answer);
  const begun = performance.now();
  const outage = await failureOf(cloud.role('x'));
  expect(performance.now() - begun).toBeLessThan(4_000);
  expect(outage.name).toBe('Outage');
  expect(outage.message).toMatch(/^AWS IAM GetRole: /);
  expect(outage.message).toMatch(words);
});

test('an answer that never ends is ended by the limit of the whole call', async () => {
  stub = await startStub(() => 'drip', 1_000);
  const begun = performance.now();
  expect((await failureOf(stub.cloud.role('x'))).message).toContain('no whole answer');
  expect(performance.now() - begun).toBeLessThan(3_000);
});

test('the limit of a request is one that ends it, not one that is only logged', () => {
  const { requestHandler } = connect({ region: 'eu-central-1', environment: {} }).settings;
  expect(requestHandler).toMatchObject({ throwOnRequestTimeout: true });
  for (const limit of [
    requestHandler.connectionTimeout,
    requestHandler.requestTimeout,
    requestHandler.socketTimeout,
  ]) {
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(30_000);
  }
});

test('the remedy is named where there is one', async () => {
  const { cloud } = await start(() => fault('AccessDenied', 'no', 403));
  expect((await failureOf(cloud.role('x'))).hint).toContain('IAM GetRole');
});

test('repeats what may help a bounded number of times, and nothing else', async () => {
  const throttled = await start(() => fault('Throttling', 'Rate exceeded'));
  await failureOf(throttled.cloud.role('x'));
  expect(throttled.calls).toHaveLength(2);
  await throttled.stop();
  const refused = await start(() => fault('AccessDenied', 'no', 403));
  await failureOf(refused.cloud.role('x'));
  expect(refused.calls).toHaveLength(1);
});

test('nothing listens: the endpoint is named', async () => {
  const { cloud, endpoint, stop } = await startStub(() => 'never');
  await stop();
  const outage = await failureOf(cloud.role('x'));
  expect(outage.message).toContain(`nothing answers at ${endpoint}`);
  expect(outage.hint).toContain('start the local AWS again');
});

test('an error body that quotes secrets leaks none of them', async () => {
  const secrets = [
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'AKIAIOSFODNN7EXAMPLE',
    'IQoJb3JpZ2luX2VjEXAMPLEtoken0123456789abcdefghijklmnop',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGJhIn0.c2lnbmF0dXJlLWJ5dGVz',
    '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
  ];
  const quoted = `bad request: ${secrets[0]} X-Amz-Signature=${secrets[4]} X-Amz-Security-Token: ${secrets[2]} ${secrets[1]} token ${secrets[3]}`;
  for (const code of ['AccessDenied', 'SomethingNew', 'SignatureDoesNotMatch']) {
    const { cloud, stop } = await startStub(() => fault(code, `line one\n\u001b[31m${quoted}`));
    const outage = await failureOf(cloud.role('x'));
    await stop();
    const shown = `${outage.message} ${outage.hint} ${outage.stack} ${JSON.stringify(outage.cause)}`;
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(outage.message).not.toMatch(/\p{Cc}/u);
  }
});

test('the time of the answer is the clock: ahead, behind, and without one', async () => {
  const identity =
    '<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/x</Arn><UserId>X</UserId>';
  for (const ahead of [0, 600_000, -600_000]) {
    const date = new Date(Math.floor((Date.now() + ahead) / 1000) * 1000).toUTCString();
    const { cloud, stop } = await startStub(() => ({ ...answered(identity), headers: { date } }));
    const { clock } = await cloud.caller();
    await stop();
    expect(Math.abs(clock.offsetMs - ahead)).toBeLessThanOrEqual(clock.uncertaintyMs);
    expect(clock.uncertaintyMs).toBeLessThan(3_000);
  }
  const { cloud } = await start(() => ({ ...answered(identity), headers: { date: 'someday' } }));
  expect((await failureOf(cloud.caller())).message).toContain('says no time');
});

test('an answer that names no account is no proof of one', async () => {
  const { cloud } = await start(() => xml('GetCallerIdentity', '<UserId>X</UserId>'));
  expect((await failureOf(cloud.caller())).message).toContain('names no account');
});

test('another endpoint in the environment is refused for a target in AWS itself', () => {
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_IAM']) {
    const environment = { [name]: 'http://127.0.0.1:1' };
    const open = () => openCloud({ region: 'eu-central-1', clock: machineClock, environment });
    expect(open).toThrow(`${name} is set`);
  }
  const environment = { AWS_ENDPOINT_URL: '', PATH: '/bin', AWS_REGION: 'x' };
  expect(() => openCloud({ region: 'eu-central-1', clock: machineClock, environment })).not.toThrow();
});

test('a local AWS gets no real keys', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAREALREALREAL');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'real');
  vi.stubEnv('AWS_SESSION_TOKEN', 'real-session');
  const { cloud, calls } = await start(() => fault('AccessDenied'));
  await failureOf(cloud.role('x'));
  expect(calls[0]?.headers.authorization).toContain('Credential=local/');
  expect(JSON.stringify(calls[0]?.headers)).not.toMatch(/AKIAREAL|real-session/);
});

test('another endpoint in a profile is not asked', async () => {
  const { calls, endpoint } = await start(() => fault('AccessDenied'));
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-profile-'));
  const profile = join(folder, 'config');
  writeFileSync(profile, `[default]\nendpoint_url = ${endpoint}\n`);
  vi.stubEnv('AWS_CONFIG_FILE', profile);
  const limits = { connect: 200, request: 200, call: 400, attempts: 1 };
  const credentials = { accessKeyId: 'AKIAREAL', secretAccessKey: 'real' };
  // A region that does not exist: no name server knows it.
  const cloud = openCloud({ region: 'xx-nowhere-9', credentials, clock: machineClock, limits });
  await failureOf(cloud.table('x'));
  expect(calls).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('without credentials it says what to set, and asks nobody', async () => {
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const outage = await failureOf(openCloud({ region: 'eu-central-1', clock: machineClock }).caller());
  expect(outage.message).toContain('no AWS credentials');
  expect(outage.hint).toContain('AWS_PROFILE');
});

async function start(answer: (call: Call) => Answer): Promise<Stub> {
  stub = await startStub(answer);
  return stub;
}

function answered(identity: string) {
  const call = 'GetCallerIdentity';
  return { body: `<${call}Response><${call}Result>${identity}</${call}Result></${call}Response>` };
}

async function failureOf(promise: Promise<unknown>): Promise<Outage> {
  const outcome = await promise.then(
    () => 'succeeded',
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error(`it must fail, and it ${String(outcome)}`);
  return outcome as Outage;
}
