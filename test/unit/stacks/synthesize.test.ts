import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../src/grant/canonical.ts';
import { addressOf, type Resource } from '../../../src/grant/resources.ts';
import { synthesize } from '../../../stacks/synthesize.ts';
import { inS3, sampleGrant, sampleInput, together } from './sample.ts';
import { scratch, synthesized, textOf } from './synthesized.ts';

const alba = sampleGrant('2026-11-22-orders-read-alba');
const bo = sampleGrant('2026-11-22-orders-read-bo');
const both = together(alba, bo);

const stack = synthesized(sampleInput(both));

describe('the grants stack', () => {
  test('holds every resource once, under its own name', () => {
    const addresses = Object.entries(stack.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual(both.map(addressOf).sort());
  });

  test('writes documents as canonical text and everything else as it is', () => {
    for (const { type, name, values, dependsOn } of both) {
      const { '//': _, depends_on: after = [], ...found } = stack.resource?.[type]?.[name] ?? {};
      const { assume_role_policy: trust, policy, ...plain } = values;
      const documents = Object.entries({ assume_role_policy: trust, policy }).filter(([, value]) => value);
      expect(found).toEqual({
        ...plain,
        ...Object.fromEntries(documents.map(([key, value]) => [key, canonical(value)])),
      });
      expect(after).toEqual([...dependsOn].sort());
    }
  });

  test('names provider, account, region and a relative state; no key, no endpoint', () => {
    expect(stack.provider).toEqual({
      aws: [{ region: 'eu-central-1', allowed_account_ids: ['111122223333'] }],
    });
    expect(stack.terraform).toEqual({
      backend: { local: { path: 'terraform.tfstate' } },
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
    });
  });
});

describe('a stack', () => {
  test('can be empty, for a removal', () => {
    const { resource, ...others } = synthesized(sampleInput([]));
    expect(resource).toBeUndefined();
    expect(others.provider).toEqual(stack.provider);
  });

  test('with its state in S3 locks it there, in its own account, and holds no key and no endpoint', () => {
    const { terraform } = synthesized(inS3(sampleInput(alba)));
    expect(terraform['backend']).toEqual({
      s3: {
        bucket: 'breakglass-prod-eu-state-111122223333',
        key: 'terraform.tfstate',
        region: 'eu-central-1',
        encrypt: true,
        use_lockfile: true,
        allowed_account_ids: ['111122223333'],
      },
    });
  });

  test('of a preview asks for a Terraform that does not exist', () => {
    const { terraform } = synthesized(sampleInput(alba, true));
    expect(terraform['required_version']).toBe('< 0.0.1');
  });

  test('is the same bytes in any order of resources, keys and dependencies', () => {
    const shuffled = both.toReversed().map(
      (resource): Resource => ({
        ...resource,
        dependsOn: [...resource.dependsOn.toReversed(), ...resource.dependsOn],
        values: Object.fromEntries(Object.entries(resource.values).toReversed()),
      }),
    );
    expect(textOf(sampleInput(shuffled))).toBe(textOf(sampleInput(both)));
  });

  test('writes nothing but manifest and configuration', () => {
    const outdir = join(scratch, 'files');
    synthesize([sampleInput(alba)], outdir);
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(['cdk.tf.json', 'manifest.json']);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain(scratch);
  });
});

describe('synthesis stops', () => {
  const [, role] = alba as [Resource, Resource];
  const one = (change: Partial<Resource>) => sampleInput([{ ...role, ...change }]);

  test.each([
    ['a leading digit', '2026-role'],
    ['a character that cdktf drops', 'grant.role'],
    ['a blank', 'grant role'],
  ])('at a name with %s', (_, name) => {
    expect(() => textOf(one({ name }))).toThrow(`not a name for Terraform: ${name}`);
  });

  test('at an address that comes twice', () => {
    expect(() => textOf(sampleInput([role, role]))).toThrow(role.name);
  });

  test('at an argument that the binding does not know', () => {
    const values = { ...role.values, shared_secret: 'x' };
    expect(() => textOf(one({ values }))).toThrow(`changed or lost a value of ${addressOf(role)}`);
  });

  test('at a state with an absolute path', () => {
    const { settings, ...input } = sampleInput(alba);
    const state = { kind: 'local', path: '/tmp/x' } as const;
    expect(() => textOf({ ...input, settings: { ...settings, state } })).toThrow('must be relative');
  });
});
