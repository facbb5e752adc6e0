import { describe, expect, test } from 'vitest';
import { codeOf, outageOf } from '../../../../src/outside/terraform/failure.ts';
import type { TerraformRun } from '../../../../src/ports.ts';

function run(log: string, more: Partial<TerraformRun> = {}): TerraformRun {
  const command = '/usr/local/bin/terraform plan -input=false';
  const code = codeOf(1, log);
  return { command, exitCode: 1, timedOut: false, milliseconds: 4200, log, ...(code && { code }), ...more };
}

describe('a failed run', () => {
  test.each([
    [0, 'Error: Saved plan is stale', undefined],
    [1, 'Error: Saved plan is stale\n', 'BG0603'],
    [1, '│ Error: Error acquiring the state lock\n', 'BG0605'],
    [1, 'Error: Failed to query available provider packages', 'BG0602'],
    [1, 'x\nInterrupt received.\nPlease wait', 'BG0606'],
    [1, 'Error: creating IAM Role: AccessDenied', 'BG0607'],
    [undefined, '', 'BG0607'],
  ])('with exit code %s that says %j is %s', (exitCode, log, code) => {
    expect(codeOf(exitCode, log)).toBe(code);
  });

  test('by a lock says that it is a lock, and leaves who holds it to those who ask', () => {
    const outage = outageOf(run('Error: Error acquiring the state lock'), 'prod-eu');
    expect(outage).toMatchObject({ code: 'BG0605', message: 'another run holds the state of prod-eu' });
  });

  test('by an error repeats the first one and keeps the log', () => {
    const log = 'x\n│ Error: creating IAM Role: AccessDenied\n│ \n│ Error: second\n';
    const outage = outageOf(run(log), 'prod-eu');
    expect(outage.message).toBe('`terraform plan` failed for prod-eu: creating IAM Role: AccessDenied');
    expect(outage.cause).toBe(log);
  });

  test.each([
    [
      '\u001b[31mNo state file was found!\n\nState management commands\n\u001b[0m\u001b[0m',
      'No state file was found!',
    ],
    ['\u001b[31m│\u001b[0m \u001b[1mError: no such bucket\u001b[0m\n│ end', 'no such bucket'],
    ['Failed to unlock state: LocalState not locked\n', 'Failed to unlock state: LocalState not locked'],
    [
      'Error loading the state: no bucket.\n\nPlease wait\n\nError: 404\n',
      'Error loading the state: no bucket.',
    ],
    ['\u001b[0m\n', 'it said nothing'],
  ])('by %j is put without colours', (log, reason) => {
    expect(outageOf(run(log), 'prod-eu').message).toBe(`\`terraform plan\` failed for prod-eu: ${reason}`);
  });

  test('by the limit of time says so', () => {
    const outage = outageOf(run('', { timedOut: true, code: 'BG0606' }), 'prod-eu');
    expect(outage.message).toBe('`terraform plan` took too long and was stopped after 4 s');
  });
});
