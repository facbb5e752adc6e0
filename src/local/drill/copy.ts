/**
 * A copy of the repository for the drill: the same files, with today's dates, the ids of the local
 * AWS, and the target made local. The repository itself is never written to.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { Genesis } from '../../archive/records.ts';
import { formatFile } from '../../grant/format.ts';
import { formatInstant, type Instant, minute, parseMinutes, plus } from '../../grant/lifetime.ts';
import type { SourceFile } from '../../grant/written.ts';

/** Time that approvals would take, on top of the grant's own duration. */
const allowance = 30 * minute;

/** Where the target keeps its state and its archive. */
export type Storage = Pick<Genesis, 'state' | 'archive'>;

export const inFolder: Storage = { state: { kind: 'local' }, archive: { kind: 'directory' } };
export const inBuckets: Storage = { state: { kind: 's3' }, archive: { kind: 's3', retentionDays: 400 } };

export type Changes = {
  readonly target: string;
  readonly storage: Storage;
  readonly now: Instant;
  /** Security group for openings, by database. */
  readonly groups: ReadonlyMap<string, string>;
};

/** Writes the files below `folder`, changed. Grants of other targets are left out. */
export async function writeCopy(
  folder: string,
  files: readonly SourceFile[],
  changes: Changes,
): Promise<void> {
  for (const { path, bytes } of files) {
    const copy = changed(path, new TextDecoder().decode(bytes), changes);
    const file = join(folder, copy.path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, copy.text);
  }
}

function changed(path: string, text: string, changes: Changes): { path: string; text: string } {
  if (path.startsWith('grants/') && path.endsWith('.yaml')) return redated(path, text, changes);
  if (path.startsWith('estate/') && path.endsWith('.yaml'))
    return { path, text: madeLocal(path, text, changes) };
  return { path, text };
}

/** The same request, made today. One that is no YAML is left as it is, for `validate` to name. */
function redated(given: string, text: string, { now }: Changes): { path: string; text: string } {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { path: given, text };
  const id = `${formatInstant(now).slice(0, 10)}${String(document.get('id')).slice(10)}`;
  const minutes = parseMinutes(String(document.get('duration'))) ?? 0;
  document.set('id', id);
  document.set('notAfter', formatInstant(plus(now, minutes * minute + allowance)));
  const path = `grants/${id}.yaml`;
  return { path, text: inForm(path, document.toString()) };
}

/** State and archive of the target where they are to be, and the groups that the local AWS drew. */
function madeLocal(path: string, text: string, { target, storage, groups }: Changes): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) return text;
  if (isMap(document.getIn(['targets', target]))) {
    document.setIn(['targets', target, 'state'], storage.state);
    document.setIn(['targets', target, 'archive'], settingsOf(storage.archive));
  }
  for (const [database, group] of groups) {
    if (document.hasIn(['databases', database]))
      document.setIn(['databases', database, 'securityGroup'], group);
  }
  return inForm(path, document.toString());
}

function settingsOf(archive: Storage['archive']) {
  const { kind } = archive;
  return kind === 's3' ? { kind, retention: `${archive.retentionDays}d` } : { kind };
}

/** A file that cannot be formatted is left as it is: `validate` says what is wrong with it. */
function inForm(path: string, text: string): string {
  const formatted = formatFile(path, text);
  return formatted.ok ? formatted.value : text;
}

/** Sixteen random bytes as text: the id of a log. */
export function newLogId(): string {
  return randomBytes(16).toString('hex');
}
