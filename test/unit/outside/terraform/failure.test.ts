import { describe, expect, test } from 'vitest';
import { at } from '../../../../src/grant/lifetime.ts';
import { codeOf, outageOf } from '../../../../src/outside/terraform/failure.ts';
import type { TerraformRun } from '../../../../src/ports.ts';

const now = at('2026-11-22T03:10:00Z');

const locked = `
Error: Error acquiring the state lock

Error message: resource temporarily unavailable
Lock Info:
  ID:        7c6ce4b2-6c92-ba53-e8bf-dd7f4a8ce84b
  Path:      terraform.tfstate
  Operation: OperationTypeApply
  Who:       mei@bastion
  Version:   1.11.4
  Created:   2026-11-22 03:08:30.123456789 +0000 UTC
  Info:
`;

function run(log: string, more: Partial<TerraformRun> = {}): TerraformRun {
  const command = '/usr/local/bin/terraform plan -input=false';
  const code = codeOf(1, log);
  return { command, exitCode: 1, timedOut: false, milliseconds: 4200, log, ...(code && { code }), ...more };
}

describe('a failed run', () => {
  test.each([
    [0, 'Error: Saved plan is stale', undefined],
    [1, 'Error: Saved plan is stale\n', 'BG0603'],
    [1, locked, 'BG0605'],
    [1, 'Error: Failed to query available provider packages', 'BG0602'],
    [1, 'x\nInterrupt received.\nPlease wait', 'BG0606'],
    [1, 'Error: creating IAM Role: AccessDenied', 'BG0607'],
    [undefined, '', 'BG0607'],
  ])('with exit code %s that says %j is %s', (exitCode, log, code) => {
    expect(codeOf(exitCode, log)).toBe(code);
  });

  test('by a lock names owner, work and age, and gives no path of the machine', () => {
    const outage = outageOf(run(locked), 'prod-eu', now);
    expect(outage).toMatchObject({
      code: 'BG0605',
      message: 'the state of prod-eu is held by mei@bastion (OperationTypeApply, 90 s ago)',
    });
    expect(outage.hint).toContain('deleting a lock file changes nothing');
  });

  test('by a lock without details still says that it is a lock', () => {
    const outage = outageOf(run('Error: Error acquiring the state lock'), 'prod-eu', now);
    expect(outage.message).toBe('the state of prod-eu is held by somebody (unknown operation)');
  });

  test('by an error repeats the first one and keeps the log', () => {
    const log = 'x\n│ Error: creating IAM Role: AccessDenied\n│ \n│ Error: second\n';
    const outage = outageOf(run(log), 'prod-eu', now);
    expect(outage.message).toBe('`terraform plan` failed for prod-eu: creating IAM Role: AccessDenied');
    expect(outage.cause).toBe(log);
  });

  test('by the limit of time says so', () => {
    const outage = outageOf(run('', { timedOut: true, code: 'BG0606' }), 'prod-eu', now);
    expect(outage.message).toBe('`terraform plan` took too long and was stopped after 4 s');
  });
});
