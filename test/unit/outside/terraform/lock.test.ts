/** What Terraform prints of a lock that it could not take, and what a script that stands for it makes of ours. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../../../src/grant/lifetime.ts';
import { heldBy, lockIn, unlock } from '../../../../src/outside/terraform/lock.ts';
import { openWorkspace } from '../../../../src/outside/terraform/workspace.ts';

const id = '7c6ce4b2-6c92-ba53-e8bf-dd7f4a8ce84b';

/** As Terraform 1.11 wrote it for a state in S3. */
const locked = `
Error: Error acquiring the state lock

Error message: operation error S3: PutObject, https response error
StatusCode: 412, api error PreconditionFailed
Lock Info:
  ID:        ${id}
  Path:      breakglass-prod-eu-state-111122223333/terraform.tfstate
  Operation: OperationTypeApply
  Who:       mei@bastion
  Version:   1.11.4
  Created:   2026-11-22 03:08:30.123456789 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state
`;

const unreadable = locked.replace(
  /Lock Info:[\s\S]*\n\n\n/,
  'failed to unmarshal JSON data into LockInfo struct\n\n',
);

describe('a lock that Terraform prints', () => {
  test('is read: id, who, what, since when', () => {
    expect(lockIn(locked)).toEqual({
      id,
      who: 'mei@bastion',
      operation: 'OperationTypeApply',
      created: at('2026-11-22T03:08:30.123Z'),
    });
  });

  test('is read inside the frame of a terminal, and with whole seconds', () => {
    const framed = locked.replace(/^/gm, '│ ').replace('.123456789', '');
    expect(lockIn(framed)).toMatchObject({ id, created: at('2026-11-22T03:08:30Z') });
  });

  test.each([
    ['nothing', ''],
    ['no details', unreadable],
    ['an id that is a flag', locked.replace(id, '-help')],
    ['no id', locked.replace(id, '')],
    ['no time', locked.replace(/Created:.*/, 'Created:')],
    ['a time in another zone', locked.replace('+0000 UTC', '+0100 CET')],
  ])('is none when it has %s', (_, log) => {
    expect(lockIn(log)).toBeUndefined();
  });

  test('takes no line of the message before it for its own', () => {
    const misleading = locked.replace(
      'Error message:',
      'ID: 00000000-0000-0000-0000-000000000000\nError message:',
    );
    expect(lockIn(misleading)?.id).toBe(id);
  });
});

describe('asking for the lock', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakglass-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A Terraform that says this, and exits so. */
  function saying(text: string, end: number | string) {
    writeFileSync(join(folder, 'text'), text);
    const binary = join(folder, 'terraform');
    writeFileSync(
      binary,
      `#!/bin/sh\necho "$@" >>'${folder}/calls'\ncat '${folder}/text' >&2\n${end === 'killed' ? 'kill -9 $$' : `exit ${end}`}\n`,
    );
    chmodSync(binary, 0o755);
    return openWorkspace({
      directory: folder,
      target: 'prod-eu',
      local: true,
      environment: { PATH: process.env['PATH'] },
      binary,
      progress: () => undefined,
    });
  }

  test.each([
    ['an empty state', 'No state file was found!\n\nState management', 1],
    ['a state', 'Would have removed nothing.\n', 0],
  ])('nobody holds %s', async (_, text, exit) => {
    expect(await heldBy(saying(text, exit), { kind: 's3' })).toBeUndefined();
    const [call = ''] = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
    expect(call).toMatch(/^state rm -dry-run /);
  });

  test('somebody else holds it in S3, and a living process where the kernel keeps the lock', async () => {
    expect(await heldBy(saying(locked, 1), { kind: 's3' })).toMatchObject({ id, owner: 'unknown' });
    expect(await heldBy(saying(locked, 1), { kind: 'local' })).toMatchObject({ id, owner: 'alive' });
  });

  test('a failure is no free lock, and a lock that nobody can read is none that may be cleared', async () => {
    await expect(heldBy(saying('Error: no such bucket', 1), { kind: 's3' })).rejects.toMatchObject({
      code: 'BG0607',
    });
    await expect(heldBy(saying(unreadable, 1), { kind: 's3' })).rejects.toMatchObject({
      code: 'BG0605',
      hint: expect.stringContaining('.tflock'),
    });
  });

  test.each([
    ['ends well', 'ok', 0, 0],
    ['fails, and has given its lock back', 'Error: no role', 1, 0],
    ['could not give its lock back', 'Error: Error releasing the state lock', 1, 1],
    ['is killed', '', 'killed', 1],
  ])('a run that %s leaves its record only where its lock may stand', async (_, text, end, left) => {
    const workspace = saying(text, end);
    await workspace.terraform(['plan'], { limit: 20_000 });
    expect(readdirSync(join(folder, 'runs'))).toHaveLength(left);
    await workspace.terraform(['init'], { limit: 20_000 });
    expect(readdirSync(join(folder, 'runs'))).toHaveLength(left);
  });

  const lock = {
    id,
    who: 'mei@bastion',
    operation: 'x',
    created: at('2026-11-22T03:08:30Z'),
    owner: 'gone',
  } as const;

  test('it is taken away by its id; gone already is done', async () => {
    await unlock(saying('unlocked', 0), lock);
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(`force-unlock -force -no-color ${id}\n`);
    await unlock(saying('Failed to unlock state: StatusCode: 404, NoSuchKey: ', 1), lock);
  });

  test('a lock that has changed meanwhile stays, and so does one behind a failure', async () => {
    const changed = `Failed to unlock state: lock ID '${id}' does not match the existing lock ID 'x'`;
    await expect(unlock(saying(changed, 1), lock)).rejects.toMatchObject({
      code: 'BG0605',
      message: 'another run has locked the state of prod-eu meanwhile',
    });
    const noBucket = unlock(saying('Failed to unlock state: NoSuchBucket', 1), lock);
    await expect(noBucket).rejects.toMatchObject({ code: 'BG0607' });
  });
});
