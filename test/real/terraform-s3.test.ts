/** The state in S3 with its native lock, by the real Terraform and provider on a local AWS. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Resource } from '../../src/grant/resources.ts';
import { readPlan } from '../../src/plan/changes.ts';
import { reviewOpening, reviewRemoval } from '../../src/plan/review.ts';
import type { SavedPlan, Terraform } from '../../src/ports.ts';
import { account, inS3, region, sampleGrant, sampleInput, together } from '../unit/stacks/sample.ts';
import { type Account, ingressRules, openAccount, terraformOf } from './account.ts';
import { type Gate, openGate } from './gate.ts';
import { makeStateBucket, type StateBucket } from './state-bucket.ts';

const [state, lock] = ['terraform.tfstate', 'terraform.tfstate.tflock'];

let aws: Account;
let gate: Gate;
let bucket: StateBucket;
let terraform: Terraform;
let alba: Resource[];
let bo: Resource[];
let mei: Resource[];

beforeAll(async () => {
  aws = await openAccount();
  gate = await openGate(aws.endpoint);
  bucket = await makeStateBucket(aws.endpoint, { target: 'prod-eu', account, region });
  terraform = terraformOf({ ...aws, endpoint: gate.endpoint });
  alba = sampleGrant('2026-11-22-orders-read-alba', aws.group);
  bo = sampleGrant('2026-11-22-orders-read-bo', aws.group);
  mei = sampleGrant('2026-11-22-orders-read-mei', aws.group);
});

afterAll(async () => {
  await gate?.stop();
  await aws?.close();
});

const inState = async () => [...(await terraform.addresses())].sort();
const addresses = (resources: readonly Resource[]) => resources.map(addressOf).sort();

async function planned(wanted: readonly Resource[]): Promise<SavedPlan> {
  const plan = await terraform.plan(wanted.map(addressOf));
  const read = readPlan(plan.json);
  expect(read.ok ? reviewOpening(read.value, wanted, { account, region }) : read.problems).toEqual([]);
  return plan;
}

test('a grant is created, its state is in the bucket and nowhere else, and nothing there is a secret', async () => {
  await terraform.prepare(inS3(sampleInput(alba)));
  expect(await inState()).toEqual([]);
  expect(await terraform.heldBy()).toBeUndefined();
  expect(await bucket.keys()).toEqual([]);
  expect(await terraform.apply(await planned(alba))).toMatchObject({ exitCode: 0 });
  expect(await inState()).toEqual(addresses(alba));
  expect(await bucket.keys()).toEqual([state]);
  const written = [
    await bucket.text(state),
    ...['work/*/cdk.tf.json', 'initialized/*/.terraform/terraform.tfstate'].flatMap(textsAt),
  ];
  for (const text of written) {
    expect(text).not.toContain(gate.endpoint);
    expect(text).not.toMatch(/"(access_key|secret_key|token)": *"/);
  }
});

test('a run beside another waits for its lock, and is told whose it is when that takes long', async () => {
  await terraform.prepare(inS3(sampleInput(together(alba, bo))));
  const plan = await planned(bo);
  gate.hold('Action=PutRolePolicy');
  const applying = terraform.apply(plan);
  await gate.held();
  const beside = terraformOf(aws);
  await beside.prepare(inS3(sampleInput(together(alba, bo))));
  await expect(beside.plan(addresses(bo))).rejects.toMatchObject({ code: 'BG0605' });
  expect(await beside.heldBy()).toMatchObject({
    operation: 'OperationTypeApply',
    owner: 'alive',
    id: (await bucket.lock())?.ID,
  });
  const waiting = beside.plan(addresses(bo));
  gate.release('answer');
  expect(await applying).toMatchObject({ exitCode: 0 });
  expect((await waiting).text).toContain('No changes.');
});

test('after a kill in mid apply the lock stays, is known to be of a dead owner, and goes by its id only', async () => {
  await terraform.prepare(inS3(sampleInput(together(alba, bo, mei))));
  const plan = await planned(mei);
  gate.hold('Action=PutRolePolicy');
  const run = terraform.apply(plan);
  await gate.held();
  process.kill(-groupOfTerraform(), 'SIGKILL');
  expect(await run).toMatchObject({ exitCode: undefined, code: 'BG0606' });
  gate.release('forget');
  expect(await bucket.keys()).toContain(lock);
  const left = await terraform.heldBy();
  expect(left).toMatchObject({ owner: 'gone', operation: 'OperationTypeApply' });
  if (!left) throw new Error('no lock');
  const another = '00000000-0000-0000-0000-000000000000';
  await expect(terraform.unlock({ ...left, id: another })).rejects.toMatchObject({ code: 'BG0605' });
  expect(await bucket.keys()).toContain(lock);
  await terraform.unlock(left);
  expect(await bucket.keys()).not.toContain(lock);
  await terraform.unlock(left);
  expect(await terraform.heldBy()).toBeUndefined();
});

test('what the killed run made and the state does not know is adopted, and removed like everything else', async () => {
  const [known, lost] = [await inState(), mei.filter(({ type }) => /role$|schedule$/.test(type))];
  expect(known.filter((address) => addresses(lost).includes(address))).toEqual([]);
  const found = lost.map((resource) => ({ resource, id: idOf(resource) }));
  expect(await terraform.adopt(found, inS3(sampleInput([])))).toMatchObject({ exitCode: 0 });
  const all = [...known, ...addresses(lost)].sort();
  expect(await inState()).toEqual(all);
  await terraform.prepare(inS3(sampleInput([])));
  const plan = await terraform.plan(all);
  const read = readPlan(plan.json);
  expect(read.ok ? reviewRemoval(read.value, all, { account, region }) : read.problems).toEqual([]);
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 0 });
  expect(await inState()).toEqual([]);
  const { Roles } = await aws.iam.send(new ListRolesCommand({ PathPrefix: '/breakglass/' }));
  expect(Roles).toEqual([]);
  expect(await ingressRules(aws)).toEqual([]);
  expect(await bucket.keys()).toEqual([state]);
});

test('a bucket that is gone is a failure, and no empty state', async () => {
  await bucket.remove(state);
  expect(await inState()).toEqual([]);
  await bucket.remove('');
  await expect(terraform.addresses()).rejects.toMatchObject({
    code: 'BG0607',
    message: expect.stringMatching(/failed for prod-eu: .*S3 bucket .* does not exist\.$/),
  });
  await expect(terraform.heldBy()).rejects.toMatchObject({ code: 'BG0607' });
});

/** Of all files of the target at `place`, where `*` is one folder. At least one is there. */
function textsAt(place: string): string[] {
  const [parent = '', name = ''] = place.split('*/');
  const folder = join(aws.folder, 'terraform', parent);
  const files = readdirSync(folder).map((one) => join(folder, one, name));
  expect(files).not.toEqual([]);
  return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
}

/** The run under way is the newest that has left a record. */
function groupOfTerraform(): number {
  const names = execFileSync('ls', ['-t', join(aws.folder, 'terraform', 'runs')], { encoding: 'utf8' });
  return Number.parseInt(names, 10);
}

/** Ids as Terraform imports them. */
function idOf({ type, values }: Resource): string {
  return type === 'aws_iam_role' ? String(values['name']) : `${values['group_name']}/${values['name']}`;
}
