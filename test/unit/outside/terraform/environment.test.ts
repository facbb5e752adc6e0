import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { terraformEnvironment } from '../../../../src/outside/terraform/environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakglass-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

const always = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
const hostile = {
  PATH: '/bin',
  https_proxy: 'http://proxy',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SESSION_TOKEN: 'token',
  AWS_PROFILE: '',
  AWS_ENDPOINT_URL: 'http://evil',
  AWS_ENDPOINT_URL_IAM: 'http://evil',
  TF_CLI_ARGS_apply: '-replace=x',
  TF_VAR_x: 'x',
  TF_WORKSPACE: 'other',
  TF_DATA_DIR: '/tmp',
  TF_LOG: 'trace',
  NODE_OPTIONS: '--require x',
  GITHUB_TOKEN: 'secret',
};

describe('the environment of Terraform', () => {
  test('at AWS holds the sign-in and nothing that could redirect or alter a run', () => {
    expect(terraformEnvironment(hostile, undefined)).toEqual({
      PATH: '/bin',
      https_proxy: 'http://proxy',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SESSION_TOKEN: 'token',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      ...always,
    });
  });

  test('at a local AWS holds its endpoint and no sign-in of anybody', () => {
    expect(terraformEnvironment(hostile, 'http://127.0.0.1:5000')).toEqual({
      PATH: '/bin',
      https_proxy: 'http://proxy',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...always,
    });
  });

  test('names a CLI configuration only when the file is there', () => {
    const file = join(folder, 'terraform.rc');
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: file }, 'x')).not.toHaveProperty('TF_CLI_CONFIG_FILE');
    writeFileSync(file, '');
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: file }, 'x')).toHaveProperty(
      'TF_CLI_CONFIG_FILE',
      file,
    );
  });
});
