/** The lock on the state: what Terraform says of it, who holds it, and how it is taken away. */
import type { Instant } from '../../grant/lifetime.ts';
import type { StateLock } from '../../ports.ts';
import { Outage } from '../../problem/outage.ts';
import { outageOf } from './failure.ts';
import { quick } from './limits.ts';
import { ownerOf, runRecords } from './owner.ts';
import { noState, type StatePlace } from './state.ts';
import type { Workspace } from './workspace.ts';

/** A record of a run is kept for longer than any lock is believed. */
const forgotten = 24 * 3_600_000;

/** Looks for an address that is never there: it takes the lock, starts no provider and changes nothing. */
const touch = ['state', 'rm', '-dry-run', '-no-color', '-lock-timeout=0s', 'aws_iam_role.none'];

/**
 * Throws `Outage` (BG0605) when there is a lock that nobody can read. A local state is locked by the
 * kernel: whoever holds it lives, and a lock file that was left behind is no lock.
 */
export async function heldBy(
  workspace: Workspace,
  { kind }: Pick<StatePlace, 'kind'>,
): Promise<StateLock | undefined> {
  const { run } = await workspace.terraform(touch, { limit: quick });
  if (run.exitCode === 0 || noState.test(run.log)) return undefined;
  const lock = lockIn(run.log);
  if (run.code !== 'BG0605') throw outageOf(run, workspace.target);
  if (lock === undefined) throw unreadable(workspace, kind);
  const records = runRecords(workspace.directory, forgotten);
  return { ...lock, owner: kind === 'local' ? 'alive' : ownerOf(lock, records) };
}

/** Nothing happens when the lock is gone already. Throws `Outage` when another run has taken it meanwhile. */
export async function unlock(workspace: Workspace, { id }: StateLock): Promise<void> {
  const { run } = await workspace.terraform(['force-unlock', '-force', '-no-color', id], { limit: quick });
  if (run.exitCode === 0 || /\bNoSuchKey\b/.test(run.log)) return;
  if (!run.log.includes('does not match the existing lock ID')) throw outageOf(run, workspace.target);
  throw new Outage(`another run has locked the state of ${workspace.target} meanwhile`, {
    code: 'BG0605',
    hint: 'run the same command again',
    cause: run.log,
  });
}

/** What Terraform prints of the lock that it could not take. Undefined where it says nothing of it. */
export function lockIn(log: string): Omit<StateLock, 'owner'> | undefined {
  const [, info = ''] = log.split(/^\W*Lock Info:$/m);
  const line = (name: string) => new RegExp(`^\\W*${name}:[ ]+(\\S.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const [id, created] = [
    line('ID'),
    Date.parse(line('Created').replace(/^(\S+) (\S+) \+0000 UTC$/, '$1T$2Z')),
  ];
  if (!/^[0-9a-f-]{36}$/.test(id) || Number.isNaN(created)) return undefined;
  return { id, who: line('Who'), operation: line('Operation'), created: created as Instant };
}

function unreadable({ target }: Workspace, kind: StatePlace['kind']): Outage {
  const hint = {
    local: 'wait for the process that holds it; deleting a lock file changes nothing',
    s3: 'make sure that no run is under way, then delete the `.tflock` object beside the state',
  };
  return new Outage(`the state of ${target} is locked, and nobody can read by whom`, {
    code: 'BG0605',
    hint: hint[kind],
  });
}
