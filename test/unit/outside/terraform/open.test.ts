/** The port around a script that stands for Terraform: what is started, when, and with which flags. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTerraform, type TerraformOptions } from '../../../../src/outside/terraform/open.ts';
import { sampleGrant, sampleInput } from '../../stacks/sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-open-'));
  write('app.mjs', fakeApp);
  write('terraform', fakeTerraform);
});
afterEach(() => rmSync(folder, { recursive: true }));

const fakeApp = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const { resources } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (resources.length === 3) throw new Error('no grant has three resources');
const resource = {};
for (const { type, name } of resources) (resource[type] ??= {})[name] = { '//': { path: process.cwd() }, b: 1, a: 2 };
mkdirSync('out/stacks/prod-eu', { recursive: true });
writeFileSync('out/stacks/prod-eu/cdk.tf.json', JSON.stringify({ '//': {}, terraform: { version: resources.length > 9 ? 2 : 1 }, resource }));
`;

const fakeTerraform = `#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
case "$1" in
  version) printf '{"terraform_version": "%s"}' "$(cat "$here/version")" ;;
  init)
    [ -e "$here/no-provider" ] && { echo 'Error: Failed to query available provider packages' >&2; exit 1; }
    mkdir -p .terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64 ;;
  state) echo aws_iam_role.old ;;
  plan) for flag in "$@"; do case "$flag" in -out=*) echo plan > "\${flag#-out=}" ;; esac; done; echo the text ;;
  show) echo '{"format_version": "1.2"}' ;;
  import) cat "$here/import-says" 2>/dev/null; [ "$6" = lost ] && exit 1; exit 0 ;;
  apply) exit "$(cat "$here/apply" 2>/dev/null || echo 0)" ;;
esac
`;

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
  return join(folder, name);
}

function open(change: Partial<TerraformOptions> = {}) {
  if (!existsSync(join(folder, 'version'))) write('version', '1.11.4');
  return openTerraform({
    directory: join(folder, 'work'),
    target: 'prod-eu',
    local: true,
    environment: { PATH: process.env['PATH'], BREAKGLASS_PROVIDER_MIRROR: '/nonexistent' },
    binary: join(folder, 'terraform'),
    app: join(folder, 'app.mjs'),
    progress: () => undefined,
    ...change,
  });
}

/** Of the only run that has a folder. */
const workFolder = () => join(folder, 'work', 'work', readdirSync(join(folder, 'work', 'work')).join());
const configuration = () => readFileSync(join(workFolder(), 'cdk.tf.json'), 'utf8');
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
const inits = () => calls().filter((call) => call.startsWith('init')).length;
const grant = sampleGrant('2026-11-22-orders-read-alba');

test('writes one configuration, sorted, one value a line, without metadata', async () => {
  await open().prepare(sampleInput(grant.slice(0, 1)));
  expect(configuration()).toBe(
    `${JSON.stringify(
      {
        resource: { aws_scheduler_schedule: { [grant[0]?.name ?? '']: { a: 2, b: 1 } } },
        terraform: { version: 1 },
      },
      null,
      2,
    )}\n`,
  );
});

test('initializes once, and again only when Terraform, its block or the provider has changed', async () => {
  await open().prepare(sampleInput(grant));
  await open().prepare(sampleInput(grant.slice(0, 1)));
  expect(inits()).toBe(1);
  await open().prepare(sampleInput([...grant, ...grant, ...grant]));
  expect(inits()).toBe(2);
  await open().prepare(sampleInput([...grant, ...grant, ...grant]));
  write('version', '1.12.0');
  await open().prepare(sampleInput([...grant, ...grant, ...grant]));
  expect(inits()).toBe(3);
  for (const stamp of readdirSync(join(folder, 'work', 'initialized')))
    rmSync(join(folder, 'work', 'initialized', stamp, '.terraform', 'providers'), { recursive: true });
  await open().prepare(sampleInput([...grant, ...grant, ...grant]));
  expect(inits()).toBe(4);
});

test('an init that failed is not taken for done', async () => {
  write('no-provider', '');
  const failed = open().prepare(sampleInput(grant));
  await expect(failed).rejects.toMatchObject({
    code: 'BG0602',
    hint: expect.stringContaining('providers mirror'),
  });
  rmSync(join(folder, 'no-provider'));
  await open().prepare(sampleInput(grant));
  expect(inits()).toBe(2);
});

test('plans exactly the addresses, from the configuration or the state', async () => {
  const terraform = open();
  await terraform.prepare(sampleInput(grant.slice(0, 1)));
  write('work/terraform.tfstate', '{}');
  const address = `aws_scheduler_schedule.${grant[0]?.name}`;
  const plan = await terraform.plan([address, 'aws_iam_role.old']);
  const [call = ''] = calls().filter((one) => one.startsWith('plan'));
  expect(call.split(' ').filter((flag) => flag.startsWith('-target'))).toEqual([
    '-target=aws_iam_role.old',
    `-target=${address}`,
  ]);
  expect(call).toContain('-input=false -no-color -lock-timeout=10s -parallelism=1 -out=');
  expect(call).not.toContain(folder);
  expect(plan).toMatchObject({ text: 'the text\n', json: { format_version: '1.2' } });
  await expect(terraform.plan([address, 'aws_iam_role.new'])).rejects.toMatchObject({ code: 'BG0604' });
  expect(calls().filter((one) => one.startsWith('plan'))).toHaveLength(1);
});

test('OpenTofu is asked for by its name, and its plans name another provider', async () => {
  expect(open().provider).toBeUndefined();
  expect(open({ binary: '/usr/bin/tofu' }).provider).toBe('registry.opentofu.org/hashicorp/aws');
  const environment = { BREAKGLASS_TERRAFORM: 'tofu' };
  expect(open({ binary: undefined, environment }).provider).toBe('registry.opentofu.org/hashicorp/aws');
});

test('a failing apply is a record; its plan file is used up', async () => {
  const terraform = open();
  await terraform.prepare(sampleInput(grant.slice(0, 1)));
  const plan = await terraform.plan([`aws_scheduler_schedule.${grant[0]?.name}`]);
  write('apply', '1');
  expect(await terraform.apply(plan)).toMatchObject({ exitCode: 1, code: 'BG0607' });
  await expect(terraform.apply(plan)).rejects.toMatchObject({ code: 'BG0609' });
});

test('a state that does not exist yet holds nothing, nor does the empty one that a killed run leaves', async () => {
  const terraform = open();
  await expect(terraform.addresses()).rejects.toThrow('prepare() comes first');
  await terraform.prepare(sampleInput([]));
  expect(await terraform.addresses()).toEqual([]);
  write('work/terraform.tfstate', '');
  expect(await terraform.addresses()).toEqual([]);
  write('work/terraform.tfstate', '{}');
  expect(await terraform.addresses()).toEqual(['aws_iam_role.old']);
});

test('adopts what the state does not know; what fails is a record, and a held lock is not asked for again', async () => {
  const terraform = open();
  const [first, second] = grant.map((resource, index) => ({
    resource,
    id: index === 0 ? 'lost' : 'there',
  }));
  if (!first || !second) throw new Error('a grant has four resources');
  const imports = () => calls().filter((call) => call.startsWith('import'));
  const old = { resource: { ...first.resource, type: 'aws_iam_role', name: 'old' } as const, id: 'lost' };
  write('import-says', 'Error: gone');
  mkdirSync(join(folder, 'work'));
  write('work/terraform.tfstate', '{}');
  const run = await terraform.adopt([first, second, old], sampleInput(grant.slice(2, 3)));
  expect(run).toMatchObject({ exitCode: 1, code: 'BG0607', log: 'Error: goneError: gone' });
  expect(imports()).toEqual(
    [first, second].map(
      ({ resource, id }) =>
        `import -input=false -no-color -lock-timeout=10s ${resource.type}.${resource.name} ${id}`,
    ),
  );
  expect(Object.keys(JSON.parse(configuration()).resource)).toEqual([
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_scheduler_schedule',
  ]);
  expect(await terraform.adopt([old], sampleInput([]))).toMatchObject({ exitCode: 0, log: '' });
  write('import-says', 'Error: Error acquiring the state lock');
  expect(await terraform.adopt([first, second], sampleInput([]))).toMatchObject({ code: 'BG0605' });
  expect(imports()).toHaveLength(3);
});

test('a target that is not local needs the committed lock, and gets no endpoint', async () => {
  const remote = { local: false, endpoint: undefined };
  await expect(open(remote).prepare(sampleInput(grant))).rejects.toMatchObject({ code: 'BG0610' });
  expect(() => open({ local: false, endpoint: 'http://x' })).toThrow('not local');
  const providerLock = write('lock.hcl', 'provider {}');
  await open({ ...remote, providerLock }).prepare(sampleInput(grant));
  expect(calls().at(-1)).toBe('init -input=false -no-color -reconfigure -lockfile=readonly');
});

test('what is missing is named', async () => {
  const noBinary = open({ binary: join(folder, 'nothing') }).prepare(sampleInput(grant));
  await expect(noBinary).rejects.toMatchObject({
    code: 'BG0601',
    hint: expect.stringContaining('BREAKGLASS_TERRAFORM'),
  });
  const noSynthesis = open().prepare(sampleInput(grant.slice(1)));
  await expect(noSynthesis).rejects.toMatchObject({
    code: 'BG0608',
    message: expect.stringContaining('no grant has three resources'),
  });
  const left = join(folder, 'work', 'work', 'left');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'errored.tfstate'), '{}');
  await expect(open().prepare(sampleInput(grant))).rejects.toMatchObject({
    code: 'BG0611',
    hint: expect.stringContaining(`-chdir=${left} state push errored.tfstate`),
  });
});
